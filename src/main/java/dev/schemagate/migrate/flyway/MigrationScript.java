package dev.schemagate.migrate.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.PendingScript;
import dev.schemagate.migrate.Refusal;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TextFile;

/** A file of SQL as Flyway will execute it: decoded, its placeholders replaced, in a transaction or not. */
public final class MigrationScript implements PendingScript {

    private final MigrationFile file;
    private final MigrationName name;
    private final ScriptSettings settings;
    private final String raw;
    private final Placeholders.Replaced replaced;
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<Refusal> missing = new ArrayList<>();
    private @Nullable ParsedScript parsed;

    MigrationScript(MigrationFile file, MigrationName name, Placeholders placeholders) {
        this.file = file;
        this.name = name;
        this.settings = settings(file, placeholders);
        TextFile text = TextFile.decode(file.bytes(), settings.encoding());
        this.raw = text.text();
        this.replaced = settings.placeholderReplacement()
                ? placeholders.replace(raw, file.fileName())
                : new Placeholders.Replaced(raw, Map.of(), List.of());
        if (text.error() != null) {
            refusals.add(new Refusal(
                    ErrorCode.MG014,
                    file.path(),
                    text.error().range(),
                    text.error().message(),
                    "save it as UTF-8, or write encoding=" + text.guess() + " into " + file.fileName() + ".conf"));
        }
        SourceText source = source();
        replaced.missing()
                .forEach(hole -> missing.add(new Refusal(
                        ErrorCode.MG016,
                        file.path(),
                        source.range(hole.offset(), hole.offset() + hole.name().length()),
                        "placeholder ${" + hole.name() + "} has no value",
                        "set gate.migrate.placeholders." + hole.name() + ", or write placeholderReplacement=false into "
                                + file.fileName() + ".conf")));
        if (needsReplacing()) {
            refusals.addAll(missing);
        }
    }

    private ScriptSettings settings(MigrationFile file, Placeholders placeholders) {
        if (file.settings() == null) {
            return ScriptSettings.NONE;
        }
        TextFile text = TextFile.decode(file.settings());
        ScriptSettings read = ScriptSettings.read(
                placeholders.replace(text.text(), file.fileName()).text());
        if (!read.problem().isEmpty()) {
            refusals.add(
                    Refusal.of(ErrorCode.MG015, file.path() + ".conf", read.problem(), "correct or remove the line"));
        }
        return read;
    }

    /** SQL that is a migration whatever it is called. */
    public static MigrationScript of(MigrationFile file, boolean repeated, Placeholders placeholders) {
        MigrationName.Kind kind = repeated ? MigrationName.Kind.REPEATABLE : MigrationName.Kind.VERSIONED;
        return new MigrationScript(file, new MigrationName(kind, file.relative(), null, ""), placeholders);
    }

    /** Flyway's checksum of a repeatable file is of its text with values. */
    private boolean needsReplacing() {
        return name.kind() == MigrationName.Kind.REPEATABLE;
    }

    @Override
    public String path() {
        return file.path();
    }

    @Override
    public String text() {
        return replaced.text();
    }

    public MigrationFile file() {
        return file;
    }

    public MigrationName name() {
        return name;
    }

    /** The text as it was written, which is what Flyway's checksums are of. */
    public String raw() {
        return raw;
    }

    /** The text as it will run. */
    public SourceText source() {
        return new SourceText(file.path(), replaced.text());
    }

    /** As PostgreSQL will read it. */
    public ParsedScript parsed() {
        if (parsed == null) {
            parsed = SqlParser.parse(source());
        }
        return parsed;
    }

    /** As the policy judges it: what may run more than once must be idempotent. */
    @Override
    public Script script() {
        boolean again = name.kind() == MigrationName.Kind.REPEATABLE || name.kind() == MigrationName.Kind.CALLBACK;
        return new Script(again ? ScriptKind.REPEATABLE : ScriptKind.MIGRATION, parsed(), inTransaction());
    }

    /** What Flyway has to be told of placeholders. */
    public Map<String, String> placeholders() {
        return replaced.used();
    }

    /** Its settings as Flyway needs them to execute it: nothing is left for it to decide. */
    public String settings() {
        return settingsToRead() + "executeInTransaction=" + inTransaction() + "\n";
    }

    /** Its settings as Flyway needs them for a checksum. */
    public String settingsToRead() {
        return "placeholderReplacement=" + settings.placeholderReplacement() + "\n";
    }

    /** Whether its statements share one transaction. */
    public boolean inTransaction() {
        return settings.executeInTransaction().orElseGet(() -> alone().isEmpty());
    }

    /** Whether all of it is text, and so can be judged. */
    public boolean isText() {
        return refusals.stream().noneMatch(refusal -> refusal.code() == ErrorCode.MG014);
    }

    /** Whatever keeps Flyway from reading the file at all. */
    public List<Refusal> unreadable() {
        return refusals;
    }

    @Override
    public List<Refusal> refusals() {
        List<Refusal> all = new ArrayList<>(needsReplacing() ? List.of() : missing);
        List<Statement> alone = alone();
        if (!alone.isEmpty()
                && settings.executeInTransaction()
                        .orElse(alone.size() < parsed().statements().size())) {
            Statement first = alone.get(0);
            all.add(new Refusal(
                    ErrorCode.MG010,
                    file.path(),
                    first.range(),
                    first.tag() + " cannot run in a transaction, and the other statements of the file run in one",
                    "move it to a file of its own, or write executeInTransaction=false into " + file.fileName()
                            + ".conf"));
        }
        return all;
    }

    /** The statements that PostgreSQL refuses inside a transaction block; a file without their keywords is not parsed. */
    private List<Statement> alone() {
        return Alone.isSuspected(replaced.text())
                ? parsed().statements().stream().filter(Alone::is).toList()
                : List.of();
    }
}
