package dev.schemagate.sql.grammar;

import java.util.ArrayList;
import java.util.List;

/** A block that is open, and the jumps that wait for its end. */
final class RegisterBlock {
    private final boolean loop;
    final int height;
    final int results;
    private final int start;
    private final List<int[]> waiting = new ArrayList<>();
    boolean unreachable;
    int elseJump = -1;

    RegisterBlock(boolean loop, int height, int results, int start) {
        this.loop = loop;
        this.height = height;
        this.results = results;
        this.start = start;
    }

    static RegisterBlock unreachable() {
        RegisterBlock block = new RegisterBlock(false, 0, 0, 0);
        block.unreachable = true;
        return block;
    }

    /** A jump to a loop goes to its start, which takes nothing. */
    int jumpResults() {
        return loop ? 0 : results;
    }

    void target(RegisterEmitter out, int position) {
        if (loop) {
            out.patch(position, start);
        } else {
            waiting.add(new int[] {-1, position});
        }
    }

    void tableTarget(int[] targets, int table, int entry) {
        if (loop) {
            targets[entry] = start;
        } else {
            waiting.add(new int[] {table, entry});
        }
    }

    void land(RegisterEmitter out) {
        if (elseJump >= 0) {
            out.patch(elseJump, out.size());
        }
        for (int[] jump : waiting) {
            if (jump[0] < 0) {
                out.patch(jump[1], out.size());
            } else {
                out.patchTable(jump[0], jump[1], out.size());
            }
        }
    }
}
