package dev.schemagate.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.sql.SourceRange;

/** Settings of a script that is not there: Flyway looks for them by the script's name, and so never at these. */
final class OrphanSettings {

    private static final String SUFFIX = ".conf";
    private static final SourceRange START = new SourceRange(0, 0, 1, 1);

    private OrphanSettings() {}

    /** @param all the files of the folder, with those below it */
    static Optional<Finding> of(Path file, List<Path> all) {
        String name = file.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".sql" + SUFFIX)) {
            return Optional.empty();
        }
        String script = name.substring(0, name.length() - SUFFIX.length());
        return all.contains(file.resolveSibling(script))
                ? Optional.empty()
                : Optional.of(Finding.of(
                                ErrorCode.MG015,
                                file.toString().replace('\\', '/'),
                                START,
                                "Flyway ignores it: there is no " + script + " beside it")
                        .withLevel(Level.WARNING)
                        .withFix(new Fix.Advice("Name it after its script, or remove it")));
    }
}
