package dev.schemagate.ownership.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnTypes;
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

    /**
     * What a script does that a guard minds, but for what the script itself makes before.
     *
     * @param before how names are understood where it begins
     * @param types as they are before the script; they follow it
     */
    static List<PendingDeed> of(ParsedScript script, NameResolution before, ColumnTypes types) {
        NameResolution names = before;
        List<PendingDeed> found = new ArrayList<>();
        Set<QualifiedName> born = new HashSet<>();
        for (Statement statement : script.statements()) {
            for (Effect effect : statement.allEffects().toList()) {
                Change change = effect.change();
                NameResolution understood = names;
                Deed.of(change, names)
                        .filter(deed -> !born.contains(deed.owner()))
                        .flatMap(deed -> settled(deed, change, types, understood))
                        .map(deed -> new PendingDeed(script.source().name(), effect.range(), deed, change))
                        .ifPresent(found::add);
                note(change, names, born);
                types.after(effect, names);
                names = names.after(change);
            }
        }
        return found;
    }

    private static Optional<Deed> settled(Deed deed, Change change, ColumnTypes types, NameResolution names) {
        if (!(change instanceof ColumnChange.Retype retype)) {
            return Optional.of(deed);
        }
        if (types.has(deed.owner(), retype.column(), names.resolve(retype.type().name()))) {
            // Its type was renamed before.
            return deed.toTheSame(retype);
        }
        return types.of(deed.owner(), retype.column())
                .map(old -> deed.knowing(old, retype))
                .orElse(Optional.of(deed));
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

    /** One line, such as {@code 0002_gone/migration.sql:3:1: drop of table column public."Tax".rate}. */
    public String describe() {
        return file + ":" + range.line() + ":" + range.column() + ": " + deed.describe()
                + (change.cascade() ? ", and by CASCADE what depends on it, for which no pass is written" : "");
    }
}
