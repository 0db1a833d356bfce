package dev.schemagate.prisma.drift;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.schemagate.error.Wording;

/**
 * What a comparison found.
 *
 * @param ledger what Prisma's ledger says that is not at rest, a line each
 */
public record DriftReport(List<Deviation> deviations, List<String> ledger) {

    public boolean isEmpty() {
        return deviations.isEmpty();
    }

    /** Whether nothing of the schema is missing, different or broken; there may be more in the database. */
    boolean hasAll() {
        return deviations.stream().allMatch(deviation -> deviation.state() == Deviation.State.EXTRA);
    }

    /** What may be written as a hotfix, a statement a line; empty where nothing may. */
    public String patches() {
        return Patches.text(deviations);
    }

    private long patched() {
        return deviations.stream().filter(d -> d.patch() != null).count();
    }

    /** How many of each kind, also of those of which there is none. */
    public Map<Deviation.Kind, Integer> counted() {
        Map<Deviation.Kind, Integer> counted = new EnumMap<>(Deviation.Kind.class);
        for (Deviation.Kind kind : Deviation.Kind.values()) {
            counted.put(kind, (int)
                    deviations.stream().filter(d -> d.kind() == kind).count());
        }
        return counted;
    }

    public String summary() {
        return isEmpty()
                ? "no drift"
                : Wording.counted(deviations.size(), "deviation") + ", a hotfix can patch " + patched();
    }

    public void print(PrintWriter out) {
        for (Deviation deviation : deviations) {
            out.println(deviation.describe());
            out.println(
                    deviation.patch() == null
                            ? "  help: " + deviation.advice()
                            : "  patch: " + deviation.patch() + ";");
        }
        ledger.forEach(line -> out.println("ledger: " + line));
        out.println(summary());
    }

    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        var list = root.putArray("deviations");
        for (Deviation deviation : deviations) {
            ObjectNode node = list.addObject();
            node.put("kind", deviation.kind().label());
            node.put("state", deviation.state().label());
            node.put("object", deviation.object());
            node.put("detail", deviation.detail());
            if (deviation.place() != null) {
                node.put("file", deviation.place().file());
                node.put("line", deviation.place().line());
            }
            node.put("patch", deviation.patch());
            node.put("advice", deviation.advice());
        }
        ledger.forEach(root.putArray("ledger")::add);
        return root.toPrettyString();
    }
}
