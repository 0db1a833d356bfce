package dev.schemagate;

import org.junit.jupiter.api.Test;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.ConfigurationKeys;
import dev.schemagate.testing.Snapshot;

/** The README's tables are made from the program. */
class ReadmeTest {

    @Test
    void the_configuration_table_is_the_mappings() {
        StringBuilder table = new StringBuilder("| key | default | |\n|---|---|---|\n");
        for (ConfigurationKeys.Key key : ConfigurationKeys.all()) {
            String byDefault = key.byDefault().isEmpty() ? "–" : "`" + key.byDefault() + "`";
            table.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(byDefault)
                    .append(" | ")
                    .append(key.sentence())
                    .append(" |\n");
        }
        Snapshot.part("README.md", "configuration").matches(table.toString());
    }

    @Test
    void the_error_table_is_the_codes() {
        StringBuilder table = new StringBuilder("| code | what happened | what to do |\n|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            table.append("| ")
                    .append(code)
                    .append(" | ")
                    .append(code.title())
                    .append(" | ")
                    .append(code.remedy())
                    .append(" |\n");
        }
        Snapshot.part("README.md", "errors").matches(table.toString());
    }
}
