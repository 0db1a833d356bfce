package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The catalog as facts: what is there, by a name that survives nothing, and its shape. Comments are left out. */
record CatalogPicture(Map<String, String> facts) {

    private static final String USER = " not in ('pg_catalog', 'information_schema', 'pg_toast')";
    private static final String QUERY = """
            select 'relation ' || n.nspname || '.' || c.relname,
                   c.oid || ' ' || c.relkind::text || ' ' || c.relpersistence::text || ' rls=' || c.relrowsecurity || c.relforcerowsecurity
                   || ' owner=' || c.relowner || ' acl=' || coalesce(c.relacl::text, '') || ' file='
                   || case when c.relkind in ('r', 'm', 'i') then c.relfilenode else 0 end || ' opt=' || coalesce(c.reloptions::text, '')
                   || ' ident=' || c.relreplident::text || ' part=' || coalesce(pg_get_expr(c.relpartbound, c.oid), '')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname %1$s and n.nspname !~ '^pg_toast'
            union all
            select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname || ' ' || c.relkind::text,
                   a.attnum || '|' || format_type(a.atttypid, a.atttypmod) || '|' || a.attcollation || '|' || a.attidentity::text || a.attgenerated::text
                   || '|' || a.attnotnull || '|' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attnum > 0 and not a.attisdropped and n.nspname %1$s and n.nspname !~ '^pg_toast' and c.relkind <> 'i'
            union all
            select 'constraint ' || n.nspname || '.' || coalesce(c.relname, t.typname) || '.' || k.conname,
                   k.contype::text || ' ' || k.convalidated || ' ' || k.condeferrable || k.condeferred || ' ' || pg_get_constraintdef(k.oid)
            from pg_constraint k join pg_namespace n on n.oid = k.connamespace left join pg_class c on c.oid = k.conrelid
            left join pg_type t on t.oid = k.contypid where n.nspname %1$s and k.contype <> 'n'
            union all
            select 'index ' || n.nspname || '.' || c.relname, i.indisunique || ' ' || i.indisvalid || ' ' || i.indisclustered || ' ' || i.indisreplident || ' ' || pg_get_indexdef(i.indexrelid)
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where n.nspname %1$s and n.nspname !~ '^pg_toast'
            union all
            select 'type ' || n.nspname || '.' || t.typname, t.oid || ' ' || t.typtype::text || ' ' || t.typnotnull || coalesce(t.typdefault, '') || t.typowner || coalesce(t.typacl::text, '')
            from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname %1$s and n.nspname !~ '^pg_toast'
            union all
            select 'value ' || t.typname || '.' || e.enumlabel, e.oid::text from pg_enum e join pg_type t on t.oid = e.enumtypid
            union all
            select 'function ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                   p.oid || ' ' || p.prokind::text || p.provolatile::text || p.prosecdef || md5(p.prosrc) || p.proowner || coalesce(p.proacl::text, '') || coalesce(p.proconfig::text, '')
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname %1$s
            union all
            select 'trigger ' || c.relname || '.' || t.tgname, t.tgenabled::text || pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal
            union all
            select 'policy ' || c.relname || '.' || p.polname, p::text from pg_policy p join pg_class c on c.oid = p.polrelid
            union all
            select 'rule ' || n.nspname || '.' || c.relname || '.' || r.rulename, r.ev_enabled::text || md5(pg_get_ruledef(r.oid))
            from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where n.nspname %1$s
            union all
            select 'schema ' || nspname, nspowner || coalesce(nspacl::text, '') from pg_namespace where nspname !~ '^pg_(toast|temp)'
            union all
            select 'child ' || inhrelid::regclass || ' of ' || inhparent::regclass, inhseqno::text from pg_inherits
            union all
            select 'extension ' || extname, extversion from pg_extension
            union all
            select 'statistics ' || stxname, stxrelid::regclass || stxkeys::text from pg_statistic_ext
            union all
            select 'event trigger ' || evtname, evtenabled::text from pg_event_trigger
            union all
            select 'publication ' || pubname, pubowner::text from pg_publication
            union all
            select 'role ' || rolname, rolsuper || ' ' || rolcanlogin from pg_roles
            union all
            select 'setting ' || setdatabase || '.' || setrole, setconfig::text from pg_db_role_setting
            union all
            select 'operator ' || n.nspname || '.' || o.oprname || o.oprleft || o.oprright, o.oprcode::text from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where n.nspname %1$s
            union all
            select 'cast ' || castsource::regtype || ' ' || casttarget::regtype, castfunc::text from pg_cast where oid >= 16384
            union all
            select 'privileges ' || defaclrole || defaclnamespace || defaclobjtype::text, defaclacl::text from pg_default_acl
            union all
            select 'session ' || name, setting from pg_settings where name in ('search_path', 'role', 'session_replication_role', 'row_security', 'lock_timeout', 'statement_timeout', 'session_authorization')
            """.formatted(USER);

    private static final String ROWS = """
            select 'rows "User"', string_agg(format('%s %s %s %s %s', id, email, age, "mixedCase", feeling), ';' order by id) from public."User"
            union all select 'rows "Tax"', string_agg(format('%s %s %s %s', id, name, rate, owner), ';' order by id) from public."Tax"
            union all select 'rows orders', string_agg(format('%s %s %s %s', id, user_id, total, note), ';' order by id) from public.orders
            union all select 'rows entry', string_agg(format('%s %s %s %s %s', id, t, a, b, m), ';' order by id) from public.entry
            union all select 'rows nemo.users', string_agg(format('%s %s', id, legacy_name), ';' order by id) from nemo.users
            union all select 'rows other.things', string_agg(format('%s %s', id, label), ';' order by id) from other.things
            union all select 'rows _prisma_migrations', string_agg(format('%s %s %s', id, migration_name, finished_at), ';' order by id) from public._prisma_migrations
            """;

    static CatalogPicture take(Connection connection) throws SQLException {
        Map<String, String> facts = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            read(statement, QUERY, facts);
            if (facts.containsKey("relation public.User")
                    && facts.containsKey("relation public.Tax")
                    && facts.containsKey("relation public.orders")) {
                java.sql.Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
                try {
                    read(statement, ROWS, facts);
                } catch (SQLException missing) {
                    connection.rollback(before);
                    facts.put("rows", "cannot be read: " + missing.getMessage());
                }
            }
        }
        return new CatalogPicture(facts);
    }

    private static void read(Statement statement, String query, Map<String, String> facts) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                facts.merge(row.getString(1), String.valueOf(row.getString(2)), (a, b) -> a + " & " + b);
            }
        }
    }
}
