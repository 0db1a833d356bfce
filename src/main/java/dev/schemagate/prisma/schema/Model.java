package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Optional;

/** A model, or a view, of which Prisma creates nothing. */
public record Model(String name, boolean view, List<Field> fields, List<Attribute> attributes, Place place)
        implements Attributed {

    public Optional<Field> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** The fields of the primary key, in its order; empty where there is none. */
    public List<Field> id() {
        List<Field> single = fields.stream().filter(f -> f.has("id")).toList();
        return single.isEmpty()
                ? attribute("id").map(id -> Keys.fields(this, id)).orElse(List.of())
                : single;
    }
}
