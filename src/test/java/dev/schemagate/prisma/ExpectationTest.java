package dev.schemagate.prisma;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.PrismaOracle;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What the gate expects of a database is what Prisma's own engine creates. */
class ExpectationTest {

    static final String TWO_SCHEMAS = """
            datasource db {
              provider = "postgresql"
              schemas  = ["public", "crm"]
            }
            enum Kind {
              A
              B
              @@schema("crm")
            }
            model Customer {
              id     Int     @id @default(autoincrement())
              kind   Kind    @default(A)
              orders Order[]
              tags   Tag[]
              @@index([kind])
              @@schema("crm")
            }
            model Order {
              id  Int      @id
              cid Int
              c   Customer @relation(fields: [cid], references: [id])
              @@map("orders")
              @@schema("public")
            }
            model Tag {
              id        String     @id @db.VarChar(9)
              customers Customer[]
              @@schema("public")
            }
            """;

    @Test
    void is_what_prisma_creates() {
        try (PrismaOracle prisma = PrismaOracle.start()) {
            for (String schema : List.of(Schemas.EVERYTHING, TWO_SCHEMAS, Schemas.PARTIAL, Schemas.NO_FOREIGN_KEYS)) {
                TestDatabase theirs = PostgresServer.shared().newDatabase();
                theirs.execute(prisma.create(theirs, schema));
                TestDatabase ours = PostgresServer.shared().newDatabase();
                Blueprint.build(ours, Blueprint.expected(schema));

                assertThat(Blueprint.catalog(ours)).containsExactlyElementsOf(Blueprint.catalog(theirs));
            }
        }
    }

    @Test
    void long_names_give_way_before_their_suffix() {
        ExpectedDatabase expected = Blueprint.expected(Schemas.EVERYTHING);

        assertThat(expected.tables().stream().flatMap(t -> t.indexes().stream()).map(index -> index.object()
                        .name()))
                .contains(
                        "AModelWhoseNameIsSoLongThatNoConstraintNameMadeOfItFitsIntoIt_key".substring(0, 59) + "_key",
                        "zwölf_zwölf_zwölf_zwölf_zwölf_zwölf_zwölf_zwölf_ä_key");
    }
}
