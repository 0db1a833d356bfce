package dev.schemagate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.smallrye.config.ConfigValidationException;

/** What is wrong with the configuration, said so that a person can correct it. */
public final class ConfigurationProblems {

    /** SmallRye's words for a key under our prefix that the mapping does not have. */
    private static final Pattern UNKNOWN = Pattern.compile("SRCFG00050: (\\S+) in (.+) does not map to any root");

    private ConfigurationProblems() {}

    /** A line for each problem, behind its code, where {@code failure} is about the configuration, else nothing. */
    public static List<String> of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConfigValidationException validation) {
                List<String> problems = new ArrayList<>();
                for (int i = 0; i < validation.getProblemCount(); i++) {
                    problems.add(sentence(validation.getProblem(i).getMessage()));
                }
                return ConfigurationException.of(problems).lines();
            }
            if (t instanceof ConfigurationException ours) {
                return ours.lines();
            }
        }
        return List.of();
    }

    private static String sentence(String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (!unknown.find()) {
            return WrongValue.sentence(message);
        }
        String key = unknown.group(1);
        return key + " (in " + unknown.group(2) + ") is not a setting"
                + NearestName.of(key, KnownKeys.all())
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
    }
}
