import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

import dev.schemagate.migrate.alembic.revisions.AlembicPosition;
import dev.schemagate.migrate.alembic.revisions.Revisions;

/**
 * Reads a folder of revisions and compares it with a database at its head, as a start does: the first time in a process, and once warm.
 * Argument: the folder. Prints milliseconds of a clock and of a processor, first and best.
 */
class ReadRevisions {

    private static final int TIMES = 8;

    public static void main(String[] args) {
        long[] first = null;
        long[] best = null;
        int revisions = 0;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            long cpu = cpu();
            Revisions read = Revisions.read(List.of(Path.of(args[0])), false);
            List<String> heads = read.effectiveHeads().stream().map(one -> one.id()).toList();
            if (!(read.compare(heads) instanceof AlembicPosition.AtHead)) {
                throw new IllegalStateException(read.compare(heads).describe());
            }
            long[] took = {(System.nanoTime() - begin) / 1_000_000, (cpu() - cpu) / 1_000_000};
            first = first == null ? took : first;
            best = best == null || took[0] < best[0] ? took : best;
            revisions = read.all().size();
        }
        System.out.printf("%d %d %d %d %d%n", revisions, first[0], first[1], best[0], best[1]);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
