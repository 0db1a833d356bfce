package dev.schemagate.prisma;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Schemas to try things on. */
final class Schemas {

    /** Every type, default, index and relation. */
    static final String EVERYTHING = read("schema/everything.prisma");

    static final String PARTIAL = """
            datasource db {
              provider = "postgresql"
            }
            generator client {
              provider        = "prisma-client-js"
              previewFeatures = ["partialIndexes"]
            }
            model A {
              id Int     @id
              a  Int
              b  String? @unique(where: raw("b <> ''"))
              @@index([a], where: raw("a > 1"))
            }
            """;

    static final String NO_FOREIGN_KEYS = """
            datasource client {
              provider     = "postgresql"
              relationMode = "prisma"
            }
            model A {
              id  Int      @id
              bid Int
              day DateTime @client.Date
              b   B        @relation(fields: [bid], references: [id])
              cs  B[]      @relation("cs")
            }
            model B {
              id Int @id
              as A[]
              cs A[] @relation("cs")
            }
            """;

    private Schemas() {}

    static String read(String name) {
        try {
            return Files.readString(
                    Path.of("src/test/resources/dev/schemagate/prisma").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
