package dev.schemagate.cli;

/** How a verb answers: for people or for programs. */
enum TextOrJson {
    TEXT,
    JSON
}
