package dev.schemagate.sql;

import java.util.List;
import java.util.stream.Stream;

/**
 * One statement and what it does.
 *
 * @param range its place in the source text, without surrounding blanks, comments and the semicolon
 * @param text its exact text; inside a body as PL/pgSQL passes it on: quotes undone, INTO blanked, PERFORM as SELECT
 * @param tag PostgreSQL's command tag, such as {@code ALTER TABLE}
 * @param forgiving whether it does nothing where its table is absent: {@code ALTER TABLE IF EXISTS}
 * @param only whether it leaves partitions and heirs of its table alone: {@code ALTER TABLE ONLY}
 * @param effects its own, never those of its body; a statement that is not understood has an {@link Change.Unknown}, so
 *     an empty list means that nothing happens, as in {@code SELECT 1}
 * @param mentions every name with a schema that it holds, whatever it does with it; those of its body apart
 * @param guards of the blocks around it, outermost first; empty at top level
 * @param body the statements it contains: of a DO block, or of a function or procedure
 */
public record Statement(
        SourceRange range,
        String text,
        String tag,
        TransactionMode transactionMode,
        boolean forgiving,
        boolean only,
        List<Effect> effects,
        List<QualifiedName> mentions,
        List<Guard> guards,
        Body body) {

    public Statement {
        effects = List.copyOf(effects);
        mentions = List.copyOf(mentions);
        guards = List.copyOf(guards);
    }

    /** This statement and those of its body, to any depth, whether they run now or when called. */
    public Stream<Statement> withBody() {
        return Stream.concat(Stream.of(this), body.statements().stream().flatMap(Statement::withBody));
    }

    /** This statement and, where its body runs with it, the statements of the body, to any depth. */
    public Stream<Statement> running() {
        Stream<Statement> inner =
                body.runsNow() ? body.statements().stream().flatMap(Statement::running) : Stream.empty();
        return Stream.concat(Stream.of(this), inner);
    }

    /** The effects of {@link #running()}: all that happens when this statement is executed. */
    public Stream<Effect> allEffects() {
        return running().flatMap(s -> s.effects().stream());
    }

    /** Whether a second run changes nothing and does not fail, as far as the text shows. */
    public boolean idempotent() {
        return allEffects().allMatch(e -> e.repetition().outcome() == Repetition.Outcome.NOTHING);
    }

    /** Whether a statement may run inside a transaction block. */
    public enum TransactionMode {
        /** Inside or outside. */
        ANY,
        /** Outside only, for instance CREATE INDEX CONCURRENTLY (PostgreSQL error 25001 otherwise). */
        FORBIDDEN,
        /** It begins, ends or depends on a transaction itself, for instance COMMIT or SET LOCAL. */
        CONTROLS
    }

    /**
     * The statements inside a statement.
     *
     * @param language {@code plpgsql}, {@code sql}, or empty where there is no body
     * @param runsNow true for DO blocks; false for functions, whose body runs when called
     */
    public record Body(String language, boolean runsNow, List<Statement> statements) {

        /** No body. */
        public static final Body NONE = new Body("", false, List.of());

        public Body {
            statements = List.copyOf(statements);
        }
    }
}
