package dev.schemagate.migrate.alembic.child;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ChildConnection;
import dev.schemagate.db.Databases;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command is told of the database, and what of it stays as somebody has set it. */
class ChildEnvironmentTest {

    private static ChildConnection connection(String url) {
        SmallRyeConfig environment = new SmallRyeConfigBuilder()
                .withMapping(GateConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("gate.database.url", url), "the test", 500))
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .build();
        return Databases.configured(environment.getConfigMapping(GateConfig.class), environment)
                .forChild();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://a:b@h:5433/d                                 | postgresql://a:b@h:5433/d
            postgres://a:p%40ss%2Fw%20x@h/d?schema=nemo&connection_limit=5 | postgresql://a:p%40ss%2Fw%20x@h:5432/d
            postgresql://a@[::1]:5432/d?sslmode=require               | postgresql://a@[::1]:5432/d?sslmode=require
            host=h port=5433 dbname=d user=a password=b               | postgresql://a:b@h:5433/d
            jdbc:postgresql://h:5432/d?user=a&password=b              | postgresql://a:b@h:5432/d
            postgresql://a@h1:1,h2:2/d                                | postgresql://a@/d?host=h1%3A1&host=h2%3A2&target_session_attrs=read-write
            """)
    void the_url_is_one_that_sqlalchemy_reads(String given, String url) {
        assertThat(connection(given).url()).isEqualTo(url);
    }

    @Test
    void libpq_is_told_unless_somebody_has() {
        ChildConnection database = connection("postgresql://a:b@h:5433/d?sslmode=require");

        Map<String, String> told = ChildEnvironment.of(Map.of("HOME", "/x"), database, "me", Map.of());
        Map<String, String> kept = ChildEnvironment.of(Map.of("PGSERVICE", "theirs"), database, "me", Map.of());

        assertThat(told)
                .containsEntry("HOME", "/x")
                .containsEntry("PGHOST", "h")
                .containsEntry("PGPORT", "5433")
                .containsEntry("PGDATABASE", "d")
                .containsEntry("PGUSER", "a")
                .containsEntry("PGPASSWORD", "b")
                .containsEntry("PGSSLMODE", "require")
                .containsEntry("PGAPPNAME", "me")
                .containsEntry("PYTHONUNBUFFERED", "1");
        assertThat(kept)
                .doesNotContainKeys("PGHOST", "PGPASSWORD", "PGSSLMODE")
                .containsEntry("SCHEMA_GATE_DATABASE_URL", "postgresql://a:b@h:5433/d?sslmode=require");
    }

    @Test
    void the_apps_own_url_and_options_stay_and_win() {
        Map<String, String> all = ChildEnvironment.of(
                Map.of("DATABASE_URL", "postgres://app@h/d?schema=x", "PGOPTIONS", "-c lock_timeout=5s"),
                connection("postgresql://a@h/d"),
                "me",
                Map.of("search_path", "nemo, \"a b\\c\""));

        assertThat(all)
                .containsEntry("DATABASE_URL", "postgres://app@h/d?schema=x")
                .containsEntry("PGOPTIONS", "-c search_path=nemo,\\ \"a\\ b\\\\c\" -c lock_timeout=5s");
    }
}
