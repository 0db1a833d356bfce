package dev.schemagate;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The direction of dependencies, and where things belong. */
@AnalyzeClasses(
        packages = "dev.schemagate",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.Written.class})
class ArchitectureTest {

    /** Without the grammar's translation, which is larger than all that was written. */
    static final class Written implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/Pg18Machine");
        }
    }

    @ArchTest
    static final ArchRule READINESS_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("..readiness..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..cli..",
                    "..sequence..",
                    "..migrate..",
                    "..hotfix..",
                    "..reload..",
                    "..audit..",
                    "..preflight..",
                    "..watch..",
                    "..pod..",
                    "..status..",
                    "..db..")
            .as("readiness imports no other feature: a probe reads one state object and does no I/O");

    @ArchTest
    static final ArchRule ONLY_MAIN_KNOWS_THE_VERBS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.schemagate", "..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..cli..")
            .as("verbs are thin: they call the use cases, never the other way round");

    @ArchTest
    static final ArchRule VERBS_HOLD_NO_SQL = noClasses()
            .that()
            .resideInAPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..")
            .as("verbs hold no JDBC: it belongs to the features and to db");

    @ArchTest
    static final ArchRule DRIVER_STAYS_NEAR_THE_DATABASE = noClasses()
            .that()
            .resideInAnyPackage("..cli..", "..sequence..", "..readiness..", "..status..", "..config..", "..error..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql..")
            .as("only features that talk to PostgreSQL know its driver");

    @ArchTest
    static final ArchRule FLYWAY_STAYS_IN_ITS_PACKAGE = classes()
            .that()
            .resideOutsideOfPackage("..migrate.flyway..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.flywaydb..")
            .as("Flyway is one engine among others: only its own package knows it");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.schemagate.(**)")
            .should()
            .beFreeOfCycles()
            .as("a package can be understood without those that use it");
}
