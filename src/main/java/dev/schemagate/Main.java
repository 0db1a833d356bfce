package dev.schemagate;

public final class Main {
    private Main() {}
}
