package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Optional;

/**
 * What the fields whose type is a model come to in the database.
 *
 * @param enforced whether the database has the foreign keys; with {@code relationMode = "prisma"} only the client knows of them
 */
public record Relations(List<ForeignKey> foreignKeys, List<JoinTable> joinTables, boolean enforced) {

    /** {@code attribute} is the {@code @relation} of {@code field}. */
    public record ForeignKey(
            Model model, Field field, Attribute attribute, List<Field> fields, Model target, List<Field> references) {

        /** {@code onDelete} or {@code onUpdate}, such as {@code SetNull}. */
        public Optional<String> action(String event) {
            return attribute.named(event).map(v -> v instanceof Value.Name name ? name.text() : "");
        }
    }

    /** An implicit many-to-many relation: its table has a column A for {@code a} and B for {@code b}. */
    public record JoinTable(String name, Model a, Model b) {}
}
