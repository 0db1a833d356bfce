package dev.schemagate.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;

import dev.schemagate.prisma.schema.PrismaSchema;

/** What a Prisma schema takes to parse: {@code SchemaParse schema.prisma}. Prints the CPU time of the first, cold one and of the best of 200. */
final class SchemaParse {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM = 200;

    private SchemaParse() {}

    public static void main(String... args) {
        Path file = Path.of(args[0]);
        long best = Long.MAX_VALUE;
        for (int i = 0; i <= WARM; i++) {
            long began = THREADS.getCurrentThreadCpuTime();
            PrismaSchema schema = PrismaSchema.read(file);
            long took = THREADS.getCurrentThreadCpuTime() - began;
            if (i == 0) {
                System.out.printf("%d models, cold %.1f ms%n", schema.models().size(), took / 1e6);
            }
            best = Math.min(best, took);
        }
        System.out.printf("warm %.2f ms%n", best / 1e6);
    }
}
