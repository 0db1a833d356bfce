package dev.schemagate.ownership.guard;

import java.util.Map;

import dev.schemagate.files.Resource;
import dev.schemagate.sql.Identifiers;

/** What keeps the app's login from removing anything where nobody may create event triggers, as SQL for the schema's owner. */
public final class PrivilegesSql {

    private PrivilegesSql() {}

    /**
     * @param foreign the schema of the other engine
     * @param owner the role that is to own it, without a login
     * @param app the login that runs the app
     * @param role the gate's login, which becomes a member of the owner
     */
    public static String of(String foreign, String owner, String app, String role) {
        return Resource.fill(
                Resource.text(PrivilegesSql.class, "privileges.sql"),
                Map.of(
                        "foreign", Identifiers.quote(foreign),
                        "foreign_name", Identifiers.literal(foreign),
                        "foreign_literal", Identifiers.literal(Identifiers.quote(foreign)),
                        "owner", Identifiers.quote(owner),
                        "owner_name", Identifiers.literal(owner),
                        "owner_literal", Identifiers.literal(Identifiers.quote(owner)),
                        "owner_url", owner,
                        "app", Identifiers.quote(app),
                        "role", Identifiers.quote(role)));
    }
}
