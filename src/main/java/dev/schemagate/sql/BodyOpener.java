package dev.schemagate.sql;

import java.util.List;

import dev.schemagate.sql.grammar.Reply;

/** Parses texts inside a statement: bodies, and the statements and expressions of bodies. */
interface BodyOpener {

    /** The statements of a text; one {@link Change.Unknown} where it does not parse. */
    List<Statement> statements(Fragment text, List<Guard> guards);

    /** The tree of a text, or null where PostgreSQL refuses it. */
    @org.jspecify.annotations.Nullable
    Node tree(String sql);

    /** The PL/pgSQL tree of a DO, CREATE FUNCTION or CREATE PROCEDURE statement of that language. */
    Reply plpgsql(String sql);

    /** Reads a PL/pgSQL tree. */
    Node read(Reply.Tree tree);

    /** Takes the comments of a body. */
    void comments(Fragment body);
}
