package dev.schemagate.migrate.alembic.revisions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.files.MountedFolder;
import dev.schemagate.sql.TextFile;

/**
 * Where a project keeps its revisions, by {@code alembic.ini} and {@code pyproject.toml}, of which the former wins key by key.
 *
 * @param files the settings that were read
 * @param versions the folders of revisions
 * @param recursive whether folders below are read too
 */
public record AlembicProject(List<Path> files, List<Path> versions, boolean recursive) {

    private static final String INI = "alembic.ini";
    private static final String TOML = "pyproject.toml";
    private static final Pattern SPACES_AND_COMMAS = Pattern.compile(", *| +");
    private static final Pattern BEHIND = Pattern.compile("\\s[#;].*");

    /**
     * What a start knows of Alembic besides its files.
     *
     * @param directory where Alembic runs: relative paths of the settings begin there
     * @param command the words that start it, for {@code -c} and {@code -n}
     * @param config the value of {@code ALEMBIC_CONFIG}, null where it is not set
     * @param versions {@code gate.alembic.versions}: folders that win over the settings; may be empty
     */
    public record Start(
            Path directory, List<String> command, @Nullable String config, List<String> versions) {}

    /** @throws ProjectException MG020 where the settings cannot be read or do not name folders that can be found without Python */
    public static AlembicProject read(Start start) throws ProjectException {
        return new Reader(start).read();
    }

    private static final class Reader {
        private final Start start;
        private final String section;
        private final Path ini;
        private final Path toml;

        Reader(Start start) {
            this.start = start;
            CommandOptions options = CommandOptions.of(start.command());
            this.section = options.section();
            String variable = start.config() == null || start.config().isEmpty() ? null : start.config();
            List<String> named = new ArrayList<>(options.configs());
            if (variable != null && named.stream().noneMatch(file -> isToml(file) == isToml(variable))) {
                named.add(variable);
            }
            this.ini = start.directory()
                    .resolve(named.stream()
                            .filter(file -> !isToml(file))
                            .findFirst()
                            .orElse(INI));
            this.toml = start.directory()
                    .resolve(named.stream().filter(Reader::isToml).findFirst().orElse(TOML));
        }

        private static boolean isToml(String file) {
            return Path.of(file).endsWith(TOML);
        }

        AlembicProject read() throws ProjectException {
            IniFile settings = IniFile.read(name(ini), text(ini), Map.of("here", here(ini)));
            TomlFile table = TomlFile.read(name(toml), text(toml), Map.of("here", here(toml)));
            List<Path> files = Stream.of(ini, toml).filter(Files::exists).toList();
            String recursive = settings.get(section, "recursive_version_locations");
            boolean deep = recursive == null ? table.flag("recursive_version_locations") : recursive.equals("true");
            List<Path> versions = start.versions().isEmpty()
                    ? versions(settings, table)
                    : start.versions().stream().map(start.directory()::resolve).toList();
            return new AlembicProject(files, versions, deep);
        }

        private List<Path> versions(IniFile settings, TomlFile table) throws ProjectException {
            if (!settings.hasSection(section) && table.isEmpty()) {
                throw new ProjectException(
                        name(ini),
                        1,
                        Files.exists(ini)
                                ? "there is no section [" + section + "]"
                                : "there is neither this file nor " + toml.getFileName() + " with [tool.alembic]");
            }
            String locations = settings.get(section, "version_locations");
            List<String> listed = locations == null || locations.isEmpty()
                    ? table.strings("version_locations")
                    : split(settings, locations);
            if (listed != null && !listed.isEmpty()) {
                List<Path> folders = new ArrayList<>();
                for (String location : listed) {
                    folders.add(folder(settings, "version_locations", location));
                }
                return folders;
            }
            String scripts = settings.get(section, "script_location");
            scripts = scripts == null ? table.string("script_location") : scripts;
            if (scripts == null) {
                throw new ProjectException(name(ini), 1, "script_location is not set");
            }
            return List.of(folder(settings, "script_location", scripts).resolve("versions"));
        }

        private Path folder(IniFile settings, String key, String location) throws ProjectException {
            if (!location.startsWith("/") && location.contains(":")) {
                throw settings.problem(
                        settings.line(section, key),
                        key + " is in a Python package: " + location
                                + "; only Python finds it, so name the folder in gate.alembic.versions");
            }
            return start.directory().resolve(location).normalize();
        }

        private List<String> split(IniFile settings, String locations) throws ProjectException {
            String key = settings.get(section, "path_separator") == null ? "version_path_separator" : "path_separator";
            String separator = settings.get(section, key);
            if (separator == null) {
                return Arrays.stream(SPACES_AND_COMMAS.split(locations))
                        .filter(part -> !part.isEmpty())
                        .toList();
            }
            // The templates of Alembic 1.7 to 1.15 have a comment behind the value.
            String mark =
                    switch (BEHIND.matcher(separator).replaceFirst("").strip()) {
                        case "os", ":" -> ":";
                        case "space" -> " ";
                        case "newline" -> "\n";
                        case ";" -> ";";
                        default ->
                            throw settings.problem(
                                    settings.line(section, key),
                                    key + " is '" + separator + "', and none of space, newline, os, : and ;");
                    };
            return Arrays.stream(locations.split(Pattern.quote(mark)))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }

        private static String text(Path file) throws ProjectException {
            if (!Files.exists(file)) {
                return "";
            }
            try {
                TextFile read = TextFile.decode(Files.readAllBytes(file));
                if (read.error() != null) {
                    throw new ProjectException(
                            name(file),
                            read.error().range().line(),
                            read.error().message());
                }
                return read.text();
            } catch (IOException e) {
                throw new ProjectException(name(file), 1, MountedFolder.why(e));
            }
        }

        private static String here(Path file) {
            return String.valueOf(file.toAbsolutePath().getParent());
        }

        private static String name(Path file) {
            return RevisionFolders.name(file);
        }
    }
}
