package dev.schemagate.prisma.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of one line, read from left to right. */
final class SchemaWords {

    /** Deeper than any schema, shallower than the stack. */
    private static final int DEPTH = 50;

    private final List<SchemaToken> words;
    private final String where;
    private int at;
    private int depth;

    /** @param where the sort of line, as in "a field or attribute definition" */
    SchemaWords(List<SchemaToken> words, String where) {
        this.words = words;
        this.where = where;
    }

    SchemaToken peek() {
        return words.get(at);
    }

    private SchemaToken take() {
        SchemaToken word = words.get(at);
        at = Math.min(at + 1, words.size() - 1);
        return word;
    }

    boolean isEnd() {
        return peek().kind() == SchemaToken.Kind.END;
    }

    boolean skip(String mark) {
        boolean there = peek().is(mark);
        if (there) {
            take();
        }
        return there;
    }

    void expect(String mark) {
        if (!skip(mark)) {
            throw unexpected();
        }
    }

    /** Prisma does not look at what stands behind an opening brace. */
    void overlookAnythingBut(String mark) {
        while (!isEnd() && !peek().is(mark)) {
            take();
        }
        end();
    }

    void end() {
        if (!isEnd()) {
            throw unexpected();
        }
    }

    SchemaException unexpected() {
        SchemaToken word = peek();
        String found = word.kind() == SchemaToken.Kind.END
                ? "it ends too early"
                : "unexpected "
                        + word.place()
                                .source()
                                .substring(
                                        word.place().column() - 1,
                                        word.place().column() - 1 + word.place().length());
        return word.place().refuse("this line is not " + where + ": " + found);
    }

    SchemaToken name() {
        if (peek().kind() != SchemaToken.Kind.NAME) {
            throw unexpected();
        }
        SchemaToken name = take();
        if (name.text().indexOf('-') >= 0) {
            throw name.place().refuse("the character - is not allowed in names");
        }
        return name;
    }

    Optional<String> text() {
        return peek().kind() == SchemaToken.Kind.TEXT ? Optional.of(take().text()) : Optional.empty();
    }

    /** The attributes up to the end of the line. */
    List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>();
        while (skip("@")) {
            attributes.add(attribute());
        }
        end();
        return attributes;
    }

    /** What follows {@code @} or {@code @@}. */
    Attribute attribute() {
        SchemaToken name = name();
        StringBuilder path = new StringBuilder(name.text());
        while (skip(".")) {
            path.append('.').append(name().text());
        }
        return new Attribute(path.toString(), peek().is("(") ? arguments() : List.of(), name.place());
    }

    private List<Argument> arguments() {
        expect("(");
        List<Argument> arguments = new ArrayList<>();
        while (!skip(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
                if (peek().is(")")) {
                    throw peek().place().refuse("trailing commas are not valid in attribute arguments");
                }
            }
            arguments.add(argument());
        }
        return arguments;
    }

    private Argument argument() {
        boolean named =
                peek().kind() == SchemaToken.Kind.NAME && words.get(at + 1).is(":");
        SchemaToken first = peek();
        if (named) {
            name();
            expect(":");
        }
        return new Argument(named ? first.text() : "", value(), first.place());
    }

    Value value() {
        SchemaToken word = peek();
        if (++depth > DEPTH) {
            throw word.place().refuse("this is nested too deeply");
        }
        try {
            return switch (word.kind()) {
                case TEXT -> new Value.Text(take().text(), word.place());
                case NUMBER -> new Value.Number(take().text(), word.place());
                case NAME -> named(name());
                default -> array(word.place());
            };
        } finally {
            depth--;
        }
    }

    private Value named(SchemaToken name) {
        if (peek().is("(")) {
            return new Value.Call(name.text(), arguments(), name.place());
        }
        StringBuilder path = new StringBuilder(name.text());
        while (skip(".")) {
            path.append('.').append(name().text());
        }
        return new Value.Name(path.toString(), name.place());
    }

    private Value array(Place place) {
        expect("[");
        List<Value> values = new ArrayList<>();
        while (!skip("]")) {
            if (!values.isEmpty()) {
                expect(",");
            }
            values.add(value());
        }
        return new Value.Array(values, place);
    }
}
