package dev.schemagate.migrate.flyway;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * All that Flyway gets to see of the folders: the texts that were read and judged, from memory. Whatever is written to a folder
 * meanwhile, or is none of SQL, it does not find.
 */
final class ServedScripts implements ResourceProvider {

    private final List<MigrationScript> scripts;
    private final Map<String, LoadableResource> settings = new HashMap<>();

    /** @param running those whose settings Flyway needs, since it may execute them */
    ServedScripts(List<MigrationScript> scripts, Set<MigrationScript> running) {
        this.scripts = scripts;
        for (MigrationScript script : scripts) {
            if (running.contains(script) || script.file().settings() != null) {
                String text = running.contains(script) ? script.settings() : script.settingsToRead();
                settings.put(script.file().relative() + ".conf", new Served(script, ".conf", text));
            }
        }
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return settings.get(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        List<LoadableResource> found = new ArrayList<>();
        for (MigrationScript script : scripts) {
            String name = script.file().fileName();
            boolean asked = Arrays.stream(suffixes)
                    .anyMatch(suffix -> name.toLowerCase(Locale.ROOT).endsWith(suffix.toLowerCase(Locale.ROOT)));
            if (asked && name.startsWith(prefix)) {
                found.add(new Served(script, "", script.raw()));
            }
        }
        return found;
    }

    private static final class Served extends LoadableResource {

        private final MigrationScript script;
        private final String suffix;
        private final String text;

        Served(MigrationScript script, String suffix, String text) {
            this.script = script;
            this.suffix = suffix;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return script.file().path() + suffix;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return script.file().fileName() + suffix;
        }

        @Override
        public String getRelativePath() {
            return script.file().relative() + suffix;
        }
    }
}
