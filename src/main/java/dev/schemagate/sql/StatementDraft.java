package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.schemagate.sql.RelationUse.Work;
import dev.schemagate.sql.Statement.Body;
import dev.schemagate.sql.Statement.TransactionMode;

/** What is known so far of the statement that is being read. */
final class StatementDraft {
    final Fragment text;
    final Slice slice;
    final List<Guard> guards;
    final BodyOpener opener;
    final SourceRange whole;
    TransactionMode mode = TransactionMode.ANY;
    Body body = Body.NONE;
    boolean forgiving;
    boolean only;
    List<QualifiedName> mentions = List.of();
    /** Within a definition nothing runs now: a view's query, a default. */
    boolean inDefinition;

    private final List<Effect> effects = new ArrayList<>();

    StatementDraft(Fragment text, List<Guard> guards, BodyOpener opener) {
        this.text = text;
        this.slice = new Slice(text);
        this.guards = guards;
        this.opener = opener;
        this.whole = text.range();
    }

    /** What was read, as a statement of this place, text and tag. */
    Statement statement(SourceRange range, String sql, String tag) {
        return new Statement(range, sql, tag, mode, forgiving, only, effects, mentions, guards, body);
    }

    List<Effect> effects() {
        return effects;
    }

    void add(SourceRange range, Change change, Repetition repetition, RelationUse... uses) {
        Repetition guarded = Guarding.apply(change, repetition, guards);
        // where a catalog check comes first, a repetition does not even reach the statement
        boolean checked = guarded.guard() instanceof Guard.CatalogCheck;
        List<RelationUse> relations = checked
                ? Stream.of(uses)
                        .map(u -> lock(u.relation(), u.lock(), LockMode.NONE, u.work()))
                        .toList()
                : List.of(uses);
        effects.add(new Effect(range, change, relations, guarded));
    }

    void add(Change change, Repetition repetition, RelationUse... uses) {
        add(whole, change, repetition, uses);
    }

    void unknown(SourceRange range, String reason) {
        add(range, new Change.Unknown(reason, false), Repetition.ACTS_AGAIN);
    }

    void malformed(String reason) {
        add(whole, new Change.Unknown(reason, true), Repetition.ACTS_AGAIN);
    }

    void unknown(String reason) {
        unknown(whole, reason);
    }

    /** The range of a dotted name or function that begins at a byte location of the tree. */
    SourceRange nameAt(int location) {
        int start = text.offsetOfByte(location);
        return start < 0 ? whole : text.range(start, slice.nameEnd(start));
    }

    static RelationUse lock(QualifiedName relation, LockMode lock) {
        return new RelationUse(relation, lock, lock, Work.NONE);
    }

    static RelationUse lock(QualifiedName relation, LockMode lock, Work work) {
        return new RelationUse(relation, lock, lock, work);
    }

    static RelationUse lock(QualifiedName relation, LockMode lock, LockMode noOp, Work work) {
        return new RelationUse(relation, lock, noOp, work);
    }
}
