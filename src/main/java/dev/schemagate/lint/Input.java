package dev.schemagate.lint;

/**
 * A file to check.
 *
 * @param name as findings print it: the path as it was given, with {@code /}
 * @param group files of one group are judged together, in their order: one folder's, or one file alone
 */
public record Input(String name, FileKind kind, byte[] bytes, String group) {}
