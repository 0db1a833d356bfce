package dev.schemagate.config;

import java.util.List;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** A setting that cannot be used. Never holds a value that may be a password or a URL with one. */
public final class ConfigurationException extends GateException {

    private final List<String> problems;

    private ConfigurationException(ErrorCode code, List<String> problems) {
        super(code, Retry.PERMANENT, String.join("; ", problems), null);
        this.problems = problems;
    }

    static ConfigurationException of(List<String> problems) {
        return new ConfigurationException(ErrorCode.CF001, problems);
    }

    /** A line for each thing that is wrong, behind the code. */
    List<String> lines() {
        return problems.stream().map(problem -> "[" + code() + "] " + problem).toList();
    }

    /** {@code variable} is spelled as the person wrote it, {@code problem} goes on with what is wrong and what to write instead. */
    public static ConfigurationException of(String variable, String problem) {
        return of(List.of(variable + " " + problem));
    }

    public static ConfigurationException noDatabase() {
        return new ConfigurationException(
                ErrorCode.CF002,
                List.of("no database is configured: set GATE_DATABASE_URL (or DIRECT_URL, DATABASE_URL), for example"
                        + " postgresql://user@localhost:5432/app"));
    }
}
