package dev.schemagate.files;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MountedFolderTest {

    @TempDir
    Path dir;

    private MountedFolder folder() {
        return MountedFolder.of(dir.toString(), "/elsewhere");
    }

    @Test
    void files_come_in_byte_order_and_hidden_ones_not_at_all() throws Exception {
        for (String name :
                new String[] {"b.sql", "a.sql", "B.sql", "ä.sql", "10.sql", "9.sql", ".x.sql", "readme.md"}) {
            Files.writeString(dir.resolve(name), "");
        }

        assertThat(folder().files(".sql", false).stream()
                        .map(f -> f.getFileName().toString()))
                .containsExactly("10.sql", "9.sql", "B.sql", "a.sql", "b.sql", "ä.sql");
    }

    @Test
    void a_config_maps_links_are_followed_and_their_swap_is_seen() throws Exception {
        Path first = Files.createDirectories(dir.resolve("..2026_1"));
        Files.writeString(first.resolve("a.sql"), "one");
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(dir.resolve("a.sql"), Path.of("..data/a.sql"));
        String before = folder().fingerprint(".sql");

        Path second = Files.createDirectories(dir.resolve("..2026_2"));
        Files.writeString(second.resolve("a.sql"), "two");
        Files.delete(dir.resolve("..data"));
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..2026_2"));

        assertThat(folder().files(".sql", true)).containsExactly(dir.resolve("a.sql"));
        assertThat(folder().fingerprint(".sql")).isNotEqualTo(before);
    }

    @Test
    void only_a_default_that_is_absent_counts_as_not_mounted() {
        assertThat(MountedFolder.of("/nowhere/at/all", "/nowhere/at/all").isNotMounted())
                .isTrue();
        assertThat(MountedFolder.of("/nowhere/at/all", "/hotfixes").isNotMounted())
                .isFalse();
        assertThat(folder().isNotMounted()).isFalse();
    }
}
