package dev.schemagate.prisma.schema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.testing.Dice;
import dev.schemagate.testing.PrismaOracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Prisma's schema language: what is valid, and on which line what is not. */
class PrismaSchemaTest {

    /** What the gate sees otherwise, for a reason. */
    private static final Map<String, Boolean> OURS = Map.of(
            "byte order mark", true, // Windows' editors write one, and every other tool overlooks it.
            "key of a view", true, // Prisma up to 6.13 allows it, and the database has nothing of it.
            "index of a view", true,
            "preview feature of the past", true, // Each release of Prisma knows others.
            "map is empty", false, // PostgreSQL has no empty name.
            "other provider", false); // The mapping is PostgreSQL's.

    @TempDir
    Path files;

    static List<Probe> probes() {
        return Probe.all();
    }

    @ParameterizedTest
    @MethodSource("probes")
    void accepts_and_refuses_what_prisma_does_and_on_the_same_line(Probe probe) {
        boolean valid = OURS.getOrDefault(probe.name(), probe.lines().isEmpty());
        if (valid) {
            PrismaSchema.parse(probe.files());
        } else {
            assertThatThrownBy(() -> PrismaSchema.parse(probe.files()))
                    .isInstanceOfSatisfying(SchemaException.class, e -> {
                        if (!OURS.containsKey(probe.name())) {
                            assertThat(e.line()).as(e.getMessage()).isIn(probe.lines());
                        }
                    });
        }
    }

    @Test
    void the_probes_say_what_prisma_itself_says() {
        try (PrismaOracle prisma = PrismaOracle.start()) {
            for (Probe probe : Probe.all()) {
                assertThat(prisma.lint(probe.files()).stream()
                                .map(PrismaOracle.Complaint::line)
                                .distinct()
                                .sorted())
                        .as(probe.name())
                        .containsExactlyElementsOf(probe.lines());
            }
        }
    }

    @Test
    void an_error_shows_place_and_text() {
        String text = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n\tid Int @id\n\tname Strin?\n}\n";

        assertThatThrownBy(() -> PrismaSchema.parse(Map.of("app/schema.prisma", text)))
                .hasMessage(
                        "app/schema.prisma:7:2: type Strin is neither a built-in type, nor refers to a model or enum\n"
                                + "  7 | \tname Strin?\n"
                                + "    | \t^^^^");
    }

    @Test
    void a_folder_is_one_schema() throws Exception {
        Files.createDirectories(files.resolve("models"));
        Files.writeString(files.resolve("schema.prisma"), "datasource db {\n  provider = \"postgresql\"\n}\n");
        Files.writeString(files.resolve("models/a.prisma"), "model A {\n  id Int @id\n  b B[]\n}\n");
        Files.writeString(
                files.resolve("models/b.prisma"),
                "model B {\n  id Int @id\n  aid Int\n  a A @relation(fields: [aid], references: [id])\n}\n");
        Files.writeString(files.resolve("models/notes.txt"), "not a schema");

        assertThat(PrismaSchema.read(files).models()).extracting(Model::name).containsExactly("A", "B");
    }

    @Test
    void what_cannot_be_read_is_told() throws Exception {
        Path latin = Files.write(files.resolve("latin.prisma"), new byte[] {'/', '/', (byte) 0xe9});

        assertThatThrownBy(() -> PrismaSchema.read(latin)).hasMessageContaining("latin.prisma: is not UTF-8");
        assertThatThrownBy(() -> PrismaSchema.read(files.resolve("none"))).hasMessageContaining("none: does not exist");
        assertThatThrownBy(() -> PrismaSchema.read(Files.createDirectory(files.resolve("empty"))))
                .hasMessageContaining("there is no .prisma file in this folder");
    }

    @Test
    void nothing_but_an_error_comes_of_a_damaged_file() {
        List<String> texts = new ArrayList<>(
                Probe.all().stream().map(Probe::text).filter(t -> !t.isEmpty()).toList());
        texts.add(Probe.resource("everything.prisma"));
        long seed = System.nanoTime();
        Dice dice = new Dice(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String damaged = Damage.of(dice.of(texts), dice);
            try {
                PrismaSchema.parse(Map.of("damaged.prisma", damaged));
            } catch (SchemaException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", file " + i + "\n" + damaged, e);
            }
        }

        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void depth_and_length_have_no_end_but_the_text() {
        String head = "model A {\n  id Int @id @default(";
        for (String deep : List.of("[".repeat(100_000), "a(".repeat(100_000), "{".repeat(100_000))) {
            assertThatThrownBy(() -> PrismaSchema.parse(Map.of("a.prisma", head + deep + ")\n}\n")))
                    .isInstanceOf(SchemaException.class);
        }
        assertThat(Set.copyOf(PrismaSchema.parse(Map.of("a.prisma", "// x\n".repeat(200_000)))
                        .models()))
                .isEmpty();
    }
}
