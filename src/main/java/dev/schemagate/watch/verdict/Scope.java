package dev.schemagate.watch.verdict;

/** Whose errors close this pod's gate. */
public enum Scope {
    POD,
    REVISION,
    DATABASE
}
