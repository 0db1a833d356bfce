package dev.schemagate.ownership.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.TableChange;

/**
 * A deed of a migration that has not run yet.
 *
 * @param file as the script is named
 * @param change as the statement has it
 */
public record PendingDeed(String file, SourceRange range, Deed deed, Change change) {

    /** What a script does that a guard minds, but for what the script itself makes before. */
    static List<PendingDeed> of(ParsedScript script, NameResolution names) {
        List<PendingDeed> found = new ArrayList<>();
        Set<QualifiedName> born = new HashSet<>();
        for (Statement statement : script.statements()) {
            for (Effect effect : statement.allEffects().toList()) {
                Change change = effect.change();
                Deed.of(change, names)
                        .filter(deed -> !born.contains(deed.owner()))
                        .map(deed -> new PendingDeed(script.source().name(), effect.range(), deed, change))
                        .ifPresent(found::add);
                note(change, names, born);
            }
        }
        return found;
    }

    private static void note(Change change, NameResolution names, Set<QualifiedName> born) {
        if (change instanceof TableChange.Create create && !create.ifNotExists()) {
            born.add(names.resolve(create.table()));
        } else if (change instanceof ObjectChange.Create create && !create.ifNotExists() && !create.orReplace()) {
            born.add(names.resolve(create.object().name()));
        } else if (change instanceof ObjectChange.Rename rename
                && rename.object().part() == null) {
            QualifiedName old = names.resolve(rename.object().name());
            if (born.remove(old)) {
                born.add(old.sibling(rename.newName()));
            } else {
                born.remove(old.sibling(rename.newName()));
            }
        }
    }

    PendingDeed with(Deed other) {
        return new PendingDeed(file, range, other, change);
    }

    /** One line, such as {@code 0002_gone/migration.sql:3:1: drop of table column public."Tax".rate}. */
    public String describe() {
        return file + ":" + range.line() + ":" + range.column() + ": " + deed.describe()
                + (change.cascade() ? ", and by CASCADE what depends on it, for which no pass is written" : "");
    }
}
