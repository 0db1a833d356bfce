package dev.schemagate;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;

import dev.schemagate.desired.DesiredObject;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/** What the native executable is built with, as far as it can be told without building one. */
class NativeImageTest {

    private static final Path CLASSES = Path.of("target/classes");

    /** Packages that nothing of ours may make part of the executable. */
    private static final List<String> HEAVY = List.of(
            "java.net.http.",
            "java.sql.rowset",
            "javax.sql.rowset",
            "java.awt.",
            "jakarta.ws.rs.",
            "jakarta.transaction.");

    @Test
    void every_resource_is_embedded_and_no_class_file() throws IOException {
        List<PathMatcher> patterns = Arrays.stream(settings()
                        .getProperty("quarkus.native.resources.includes")
                        .split(","))
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/schemagate"))) {
            List<Path> all =
                    files.filter(Files::isRegularFile).map(CLASSES::relativize).toList();
            assertThat(all.stream().filter(file -> patterns.stream().anyMatch(pattern -> pattern.matches(file))))
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .filter(file -> !file.toString().endsWith(".class"))
                            .toList())
                    .hasSizeGreaterThan(8);
        }
    }

    @Test
    void memory_is_bounded_and_older_machines_are_served() throws IOException {
        String arguments = "<quarkus.native.additional-build-args>-R:MaxNewSize=4194304,-march=%s<";

        assertThat(Files.readString(Path.of("pom.xml")))
                .contains(arguments.formatted("x86-64-v2"), arguments.formatted("compatibility"));
    }

    /** Each costs megabytes of the executable, or work before the port opens, for what three routes and one small question need. */
    @Test
    void is_made_without_what_it_can_do_without() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).doesNotContain("quarkus-rest", "quarkus-resteasy");
        assertThat(new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("dev.schemagate")
                                .stream()
                                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                .filter(use -> HEAVY.stream()
                                        .anyMatch(use.getTargetClass().getName()::startsWith))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    /** Kept as JSON and compared with rows that are read from JSON: one that is not registered would fail in the executable only. */
    @Test
    void every_kind_of_desired_object_is_registered_with_its_row() {
        classes()
                .that()
                .areAssignableTo(DesiredObject.class)
                .and()
                .areNotInterfaces()
                .should()
                .beAnnotatedWith(RegisterForReflection.class)
                .check(new ClassFileImporter().importPackages("dev.schemagate.desired"));
    }

    private static Properties settings() throws IOException {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(CLASSES.resolve("application.properties"))) {
            settings.load(in);
        }
        return settings;
    }
}
