package dev.schemagate.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven built. */
class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "schema-gate " + ConfigProvider.getConfig().getValue("quarkus.application.version", String.class)
        };
    }
}
