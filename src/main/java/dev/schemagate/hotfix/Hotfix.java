package dev.schemagate.hotfix;

import dev.schemagate.plan.CompiledStatement;

/** One statement of one file. */
record Hotfix(HotfixFile file, CompiledStatement statement) {

    String sql() {
        return statement.sql(file.text());
    }

    /** The place for messages: {@code hotfixes/0007_tax.sql:12}. */
    String place() {
        return file.path() + ":" + statement.line();
    }
}
