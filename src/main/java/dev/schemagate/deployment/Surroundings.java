package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

import dev.schemagate.policy.rule.Level;

/** What the files of one input know of one another. */
final class Surroundings {

    private final ConfigMaps maps = new ConfigMaps();
    private final Map<String, Sink> sinks = new HashMap<>();
    private final Map<Node, Sink> homes = new IdentityHashMap<>();
    private final Set<Node> used = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Place> switchedOn = new ArrayList<>();
    private boolean updatesDisabled;

    private record Place(Sink sink, ScalarNode node) {}

    void add(DeploymentFile file, Node document) {
        maps.add(document);
        maps.data(YamlTree.text(YamlTree.at(document, "metadata", "name")))
                .values()
                .forEach(value -> homes.putIfAbsent(value, sink(file)));
    }

    ConfigMaps maps() {
        return maps;
    }

    Sink sink(DeploymentFile file) {
        return sinks.computeIfAbsent(file.name(), name -> new Sink(file));
    }

    /** The file a value is written in, which may be another one's ConfigMap. */
    Sink home(ScalarNode value, Sink here) {
        used.add(value);
        return homes.getOrDefault(value, here);
    }

    boolean isUsed(ScalarNode value) {
        return used.contains(value);
    }

    /** A container has DISABLE_SCHEMA_UPDATE=true. */
    void updatesDisabled() {
        updatesDisabled = true;
    }

    /** A config file says {@code disable_prisma_schema_update: false}. */
    void switchedOn(Sink sink, ScalarNode node) {
        switchedOn.add(new Place(sink, node));
    }

    /** Keeps what is known of values and variables only. */
    void forgetFindings() {
        sinks.values().forEach(Sink::forget);
        switchedOn.clear();
    }

    /** Says what only the whole input shows. */
    void conclude() {
        for (Place place : switchedOn) {
            place.sink()
                    .add(
                            DeploymentRules.OVERRIDDEN,
                            updatesDisabled ? Level.ERROR : Level.WARNING,
                            place.node(),
                            updatesDisabled
                                    ? "disable_prisma_schema_update: false wins over DISABLE_SCHEMA_UPDATE=true"
                                    : "disable_prisma_schema_update: false switches schema updates on, whatever"
                                            + " DISABLE_SCHEMA_UPDATE says");
        }
    }
}
