package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.schemagate.error.Retry;
import dev.schemagate.migrate.contract.Contract;
import dev.schemagate.migrate.contract.ContractOutlook;
import dev.schemagate.migrate.contract.Done;
import dev.schemagate.migrate.contract.Waiting;

/** Declared removals, for a person and for programs. */
record ContractReport(ContractOutlook outlook) {

    void print(PrintWriter out) {
        outlook.waiting().forEach(waiting -> print(waiting, out));
        outlook.retired().forEach(name -> out.println(name + ": retired, and no pending migration removes it"));
        for (Done done : outlook.done()) {
            out.println(done.object() + ": removed at " + done.at() + " by " + done.by() + " (" + done.file() + ":"
                    + done.line() + ": " + done.reason() + ")");
        }
        long waits =
                outlook.waiting().stream().filter(waiting -> !waiting.isFree()).count();
        out.println("contracts: " + outlook.waiting().size() + " pending, " + waits + " of them "
                + (waits == 1 ? "waits" : "wait") + "; "
                + outlook.retired().size() + " retired, " + outlook.done().size() + " done");
    }

    /** What it waits for, a line each, below the contract; as {@code plan} prints it, too. */
    static void print(Waiting waiting, PrintWriter out) {
        Contract contract = waiting.contract();
        out.println(contract.place() + ": contract " + contract.name() + ": "
                + (waiting.isFree() ? "free to go" : "waits") + " (" + contract.reason() + ")");
        for (Waiting.Obstacle obstacle : waiting.obstacles()) {
            out.println("  " + obstacle.code() + " " + obstacle.user());
        }
        waiting.notes().forEach(note -> out.println("  note: " + note));
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        add(outlook.waiting(), root.putArray("pending"));
        outlook.retired().forEach(root.putArray("retired")::add);
        ArrayNode done = root.putArray("done");
        for (Done one : outlook.done()) {
            done.addObject()
                    .put("object", one.object())
                    .put("file", one.file())
                    .put("line", one.line())
                    .put("reason", one.reason())
                    .put("at", one.at().toString())
                    .put("by", one.by());
        }
        return root.toPrettyString();
    }

    /** One object a contract. */
    static void add(List<Waiting> contracts, ArrayNode array) {
        for (Waiting waiting : contracts) {
            Contract contract = waiting.contract();
            ObjectNode node = array.addObject()
                    .put("object", contract.name())
                    .put("kind", contract.kind().name().toLowerCase(Locale.ROOT))
                    .put("file", contract.file())
                    .put("line", contract.line())
                    .put("reason", contract.reason());
            ArrayNode obstacles = node.putArray("obstacles");
            for (Waiting.Obstacle obstacle : waiting.obstacles()) {
                obstacles
                        .addObject()
                        .put("code", obstacle.code().name())
                        .put("transient", obstacle.retry() == Retry.TRANSIENT)
                        .put("user", obstacle.user());
            }
            waiting.notes().forEach(node.putArray("notes")::add);
        }
    }
}
