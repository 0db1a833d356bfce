package dev.schemagate.migrate.flyway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.Refusal;

/** All files of the locations of one owned schema. What Flyway would refuse for the files alone is found here, also offline. */
public final class MigrationSet {

    private final List<MigrationScript> scripts = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    public MigrationSet(List<MigrationFile> files, Placeholders placeholders) {
        Map<MigrationName, MigrationScript> known = new TreeMap<>(MigrationName.SAME);
        for (MigrationFile file : files) {
            MigrationName name = MigrationName.of(file.fileName());
            if (name.kind().runs()) {
                MigrationScript script = new MigrationScript(file, name, placeholders);
                refusals.addAll(script.unreadable());
                MigrationScript same = known.putIfAbsent(name, script);
                if (same != null) {
                    refusals.add(twice(script, same));
                }
                scripts.add(script);
            } else if (name.kind() != MigrationName.Kind.OTHER) {
                refusals.add(unusable(file, name));
            }
        }
    }

    private static Refusal twice(MigrationScript script, MigrationScript other) {
        String what = script.name().version() == null
                ? "the same name"
                : "version " + script.name().key();
        return Refusal.of(
                ErrorCode.MG008,
                script.file().path(),
                "has " + what + " as " + other.file().path() + " has",
                "give the one that has not been applied anywhere another "
                        + (script.name().version() == null ? "name" : "version"));
    }

    private static Refusal unusable(MigrationFile file, MigrationName name) {
        return name.kind() == MigrationName.Kind.MISNAMED
                ? Refusal.of(ErrorCode.MG005, file.path(), "Flyway does not understand this name", name.problem())
                : Refusal.of(
                        ErrorCode.MG009,
                        file.path(),
                        name.kind() == MigrationName.Kind.UNDO
                                ? "the gate undoes nothing, and so does not run undo migrations"
                                : "the gate runs no programs, since nobody can judge what they do",
                        "move it out of the folder of migrations");
    }

    /** What may run, in the order of the files. */
    public List<MigrationScript> scripts() {
        return scripts;
    }

    public List<MigrationScript> callbacks() {
        return scripts.stream()
                .filter(script -> script.name().kind() == MigrationName.Kind.CALLBACK)
                .toList();
    }

    /** By its path. */
    public Optional<MigrationScript> script(String path) {
        return scripts.stream()
                .filter(script -> script.file().path().equals(path))
                .findFirst();
    }

    /** What is wrong with the folders whatever has been applied. */
    public List<Refusal> refusals() {
        return refusals;
    }

    /** What Flyway has to be told of placeholders. */
    public Map<String, String> placeholders() {
        Map<String, String> all = new HashMap<>();
        scripts.forEach(script -> all.putAll(script.placeholders()));
        return all;
    }
}
