package dev.schemagate.config;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** A setting that cannot be used. Names the variable, never its value: it may hold a password. */
public final class ConfigurationException extends GateException {

    private ConfigurationException(ErrorCode code, String message) {
        super(code, Retry.PERMANENT, message, null);
    }

    /** {@code variable} is spelled as the person wrote it, {@code problem} says what is wrong and what to write instead. */
    public static ConfigurationException of(String variable, String problem) {
        return new ConfigurationException(ErrorCode.CF001, variable + ": " + problem);
    }

    public static ConfigurationException noDatabase() {
        return new ConfigurationException(
                ErrorCode.CF002,
                "no database is configured: set GATE_DATABASE_URL (or DIRECT_URL, DATABASE_URL), for example"
                        + " postgresql://user@localhost:5432/app");
    }
}
