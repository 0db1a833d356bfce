package dev.schemagate.prisma.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what the blocks say makes sense together. */
final class Check {

    private final Map<String, Model> models = new HashMap<>();
    private final Map<String, EnumType> enums = new HashMap<>();
    private final Config config;

    private Check(Config config) {
        this.config = config;
    }

    /** @throws SchemaException for the first thing that is wrong */
    static Relations all(List<Model> models, List<EnumType> enums, Config config) {
        Check check = new Check(config);
        enums.forEach(e -> check.enums.put(e.name(), e));
        models.forEach(m -> check.models.put(m.name(), m));
        enums.forEach(check::enumType);
        models.forEach(check::model);
        check.tables(models, enums);
        Relations relations = new RelationPairs(check.models, config).of(models);
        ConstraintNames.check(models, relations);
        return relations;
    }

    private void enumType(EnumType type) {
        if (type.labels().isEmpty()) {
            throw type.place().refuse("an enum must have at least one value");
        }
        Set<String> names = new HashSet<>();

        for (EnumType.Label label : type.labels()) {
            AttributeRules.LABEL.check(label);
            if (!names.add(label.name())) {
                throw label.place().refuse("value " + label.name() + " of enum " + type.name() + " is defined already");
            }
        }
        AttributeRules.ENUM.check(type);
        schema(type);
    }

    private void model(Model model) {
        if (model.view() && !config.previewFeatures().contains("views")) {
            throw model.place().refuse("views need previewFeatures = [\"views\"] in the generator");
        }
        AttributeRules.MODEL.check(model);
        schema(model);
        Set<String> names = new HashSet<>();
        Set<String> columns = new HashSet<>();
        for (Field field : model.fields()) {
            AttributeRules.FIELD.check(field);
            if (!names.add(field.name())) {
                throw field.place().refuse("field " + field.name() + " of " + model.name() + " is defined already");
            }
            boolean related = models.containsKey(field.type());
            if (!related && !columns.add(field.databaseName())) {
                throw field.place()
                        .refuse("column " + field.databaseName() + " of " + model.name() + " is defined already");
            }
            if (!related) {
                new FieldCheck(field, enums, config).check();
            }
        }
        new KeyCheck(model, models, config).check();
    }

    private void schema(Attributed block) {
        if (block.has("schema") == config.schemas().isEmpty()) {
            throw at(block, "schema")
                    .refuse(
                            config.schemas().isEmpty()
                                    ? "@@schema needs schemas = [...] in the datasource"
                                    : "a @@schema is missing: the datasource names schemas");
        }
        block.schema().filter(name -> !config.schemas().contains(name)).ifPresent(name -> {
            throw at(block, "schema").refuse("the datasource does not name the schema " + name);
        });
    }

    private static Place at(Attributed block, String attribute) {
        return block.attribute(attribute).map(Attribute::place).orElse(block.place());
    }

    private void tables(List<Model> models, List<EnumType> enums) {
        Set<List<Object>> names = new HashSet<>();
        Stream.concat(models.stream(), enums.stream()).forEach(block -> {
            if (!names.add(List.of(block instanceof EnumType, block.schema(), block.databaseName()))) {
                throw at(block, "map")
                        .refuse("the database name " + block.databaseName() + " is taken by another block");
            }
        });
    }
}
