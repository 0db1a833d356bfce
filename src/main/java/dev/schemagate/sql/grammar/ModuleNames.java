package dev.schemagate.sql.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The real names behind the module's one-letter imports and exports, which the build reads from the package's own loader. */
record ModuleNames(Map<String, String> imports, Map<String, String> exports) {

    static ModuleNames load() {
        var properties = new Properties();
        try (InputStream in = ModuleNames.class.getResourceAsStream("Pg18.names.properties")) {
            if (in == null) {
                throw new IllegalStateException("Pg18.names.properties is not in the program");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> imports = new HashMap<>();
        Map<String, String> exports = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            Map<String, String> map = key.startsWith("import.") ? imports : exports;
            map.put(key.substring("import.".length()), properties.getProperty(key));
        }
        return new ModuleNames(Map.copyOf(imports), Map.copyOf(exports));
    }

    String export(String name) {
        String letter = exports.get(name);
        if (letter == null) {
            throw new IllegalStateException("the grammar has no export " + name);
        }
        return letter;
    }
}
