package dev.schemagate.prisma.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the blocks of a file. What their parts mean is looked at when all files are read. */
final class Parser {

    private static final String FIELD = "a valid field or attribute definition";
    private static final String LABEL = "an enum value definition";

    final List<Model> models = new ArrayList<>();
    final List<EnumType> enums = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    final List<BlockSetting> datasource = new ArrayList<>();
    final List<BlockSetting> generator = new ArrayList<>();
    String datasourceName = "db";
    private int datasources;

    /** @throws SchemaException for the first line that is wrong */
    void read(String file, String text) {
        SchemaLines lines = new SchemaLines(file, text);
        while (lines.hasNext()) {
            SchemaWords head = new SchemaWords(lines.next(), "a block's first line");
            if (!head.isEnd()) {
                block(head, lines);
            }
        }
        lines.end();
    }

    private void block(SchemaWords head, SchemaLines lines) {
        SchemaToken keyword = head.peek();
        switch (keyword.text()) {
            case "model", "view" -> model(keyword.text().equals("view"), openType(head), lines);
            case "enum" -> enumType(openType(head), lines);
            case "datasource" -> {
                SchemaToken name = open(head);
                if (++datasources > 1) {
                    throw name.place().refuse("there is more than one datasource; multiple ones are not supported");
                }
                datasourceName = name.text();
                settings(name, lines, datasource);
            }
            case "generator" -> settings(open(head), lines, generator);
            case "type" -> throw keyword.place().refuse("composite types are not supported on PostgreSQL");
            default ->
                throw keyword.place()
                        .refuse("this line is invalid: it does not start with any known Prisma schema keyword");
        }
    }

    private static SchemaToken open(SchemaWords head) {
        head.name();
        SchemaToken name = head.name();
        head.expect("{");
        head.overlookAnythingBut("}");
        return name;
    }

    /** Models, views and enums share one name space. */
    private SchemaToken openType(SchemaWords head) {
        SchemaToken name = open(head);
        if (ScalarType.of(name.text()).isPresent()) {
            throw name.place().refuse(name.text() + " is a reserved scalar type name");
        }
        if (!names.add(name.text())) {
            throw name.place().refuse("the name " + name.text() + " is taken by another block");
        }
        return name;
    }

    /** The lines up to the closing brace. */
    private static final class Body {

        private final SchemaToken owner;
        private final SchemaLines lines;
        private final String what;

        Body(SchemaToken owner, SchemaLines lines, String what) {
            this.owner = owner;
            this.lines = lines;
            this.what = what;
        }

        void each(Consumer<SchemaWords> reader) {
            while (lines.hasNext()) {
                SchemaWords words = new SchemaWords(lines.next(), what);
                if (words.skip("}")) {
                    words.end();
                    return;
                }
                if (!words.isEnd()) {
                    reader.accept(words);
                }
            }
            throw owner.place().refuse("the block " + owner.text() + " has no closing brace on a line of its own");
        }
    }

    private void model(boolean view, SchemaToken name, SchemaLines lines) {
        List<Field> fields = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        new Body(name, lines, FIELD).each(words -> {
            if (words.skip("@@")) {
                attributes.add(words.attribute());
                words.end();
            } else {
                fields.add(field(words));
            }
        });
        models.add(new Model(name.text(), view, List.copyOf(fields), List.copyOf(attributes), name.place()));
    }

    private static Field field(SchemaWords words) {
        SchemaToken name = words.name();
        if (words.peek().is(":")) {
            throw words.peek().place().refuse("field declarations don't require a colon");
        }
        SchemaToken type = words.name();
        String unsupported = null;
        if (type.text().equals("Unsupported") && words.skip("(")) {
            unsupported = words.text().orElseThrow(words::unexpected);
            words.expect(")");
        }
        Field.Arity arity = Field.Arity.REQUIRED;
        if (words.skip("[")) {
            words.expect("]");
            arity = Field.Arity.LIST;
            if (words.peek().is("?")) {
                throw words.peek().place().refuse("optional lists are not supported; use either Type[] or Type?");
            }
        } else if (words.skip("?")) {
            arity = Field.Arity.OPTIONAL;
        }
        return new Field(name.text(), type.text(), unsupported, arity, words.attributes(), name.place());
    }

    private void enumType(SchemaToken name, SchemaLines lines) {
        List<EnumType.Label> labels = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        new Body(name, lines, LABEL).each(words -> {
            if (words.skip("@@")) {
                attributes.add(words.attribute());
                words.end();
            } else {
                SchemaToken label = words.name();
                labels.add(new EnumType.Label(label.text(), words.attributes(), label.place()));
            }
        });
        enums.add(new EnumType(name.text(), List.copyOf(labels), List.copyOf(attributes), name.place()));
    }

    private static void settings(SchemaToken name, SchemaLines lines, List<BlockSetting> settings) {
        new Body(name, lines, "a valid definition of a setting").each(words -> {
            SchemaToken key = words.name();
            words.expect("=");
            settings.add(new BlockSetting(key.text(), words.value(), key.place()));
            words.end();
        });
    }
}
