package dev.schemagate.db;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.config.ConfigurationException;
import dev.schemagate.db.ConnectionTarget.HostPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionStringTest {

    private static ConnectionTarget parse(String text) {
        return ConnectionString.parse("DATABASE_URL", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:p%40ss@db:5433/shop",
                "postgres://app:p%40ss@db:5433/shop",
                "postgresql://db:5433/shop?user=app&password=p%40ss",
                "postgresql:///shop?host=db&port=5433&user=app&password=p%40ss",
                "jdbc:postgresql://db:5433/shop?user=app&password=p%40ss",
                "host=db port=5433 dbname=shop user=app password=p@ss",
                "host = 'db' port='5433' dbname=shop user=app password='p@ss'"
            })
    void the_same_database_in_every_form(String text) {
        ConnectionTarget target = parse(text);

        assertThat(target.hosts()).containsExactly(new HostPort("db", 5433));
        assertThat(target.database()).isEqualTo("shop");
        assertThat(target.user()).contains("app");
        assertThat(target.password()).contains("p@ss");
    }

    @Test
    void defaults_are_libpqs() {
        ConnectionTarget target = parse("postgresql://app@/");

        assertThat(target.hosts()).containsExactly(new HostPort("localhost", 5432));
        assertThat(target.database()).isEqualTo("app");
        assertThat(target.password()).isEmpty();
    }

    @Test
    void a_password_may_hold_an_at_sign_that_was_not_encoded() {
        assertThat(parse("postgresql://app:p@ss@db/shop").password()).contains("p@ss");
    }

    @Test
    void quotes_and_backslashes_of_libpq_are_understood() {
        assertThat(parse("host=db password='it\\'s \\\\ here'").password()).contains("it's \\ here");
    }

    @Test
    void several_hosts_mean_the_primary_among_them() {
        ConnectionTarget target = parse("postgresql://a:1,[::1]:2,c/shop");

        assertThat(target.hosts())
                .containsExactly(new HostPort("a", 1), new HostPort("::1", 2), new HostPort("c", 5432));
        assertThat(target.parameters()).containsEntry("targetServerType", "primary");
        assertThat(target).hasToString("a:1,[::1]:2,c:5432/shop");
    }

    @Test
    void prismas_parameters_are_understood() {
        ConnectionTarget target = parse(
                "postgresql://a/b?schema=litellm&connection_limit=5&pgbouncer=true&sslmode=require&sslaccept=strict&sslcert=ca.pem&connect_timeout=3&odd=1");

        assertThat(target.prismaSchema()).contains("litellm");
        assertThat(target.parameters())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "ca.pem")
                .containsEntry("connectTimeout", "3")
                .doesNotContainKey("sslcert");
        assertThat(target.unused()).containsExactly("odd");
    }

    @Test
    void a_client_certificate_of_libpq_comes_with_its_key() {
        assertThat(parse("postgresql://a/b?sslcert=c.crt&sslkey=c.key&sslrootcert=ca.crt&sslmode=verify-ca")
                        .parameters())
                .containsEntry("sslcert", "c.crt")
                .containsEntry("sslkey", "c.key")
                .containsEntry("sslrootcert", "ca.crt");
    }

    @Test
    void parameters_of_jdbc_pass_through() {
        assertThat(parse("jdbc:postgresql://a/b?socketTimeout=9&ApplicationName=mine")
                        .parameters())
                .containsEntry("socketTimeout", "9")
                .doesNotContainKey("ApplicationName");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://u:s3cret@h/d | is not a PostgreSQL connection string",
                "s3cret | is not a PostgreSQL connection string",
                "postgresql://u:s3cret@h:notaport/d | a port that is not a number",
                "postgresql://u:s3cret@h:70000/d | a port that is not a number",
                "postgresql://u:s3cret%zz@h/d | not a percent-encoding",
                "postgresql://u:s3cret@h/d?sslmode=on | DATABASE_URL has an unknown sslmode; write",
                "postgresql://u:s3cret@h/d?target_session_attrs=x | DATABASE_URL has an unknown target_session_attrs; write",
                "postgresql://u:s3cret@h/d?oops | a parameter without a value",
                "postgresql://u:s3cret@%2Fvar%2Frun/d | Unix-domain socket",
                "host=/var/run password=s3cret | Unix-domain socket",
                "host=h password='s3cret | near character 7"
            })
    void a_wrong_value_names_the_variable_and_never_the_password(String text, String problem) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("DATABASE_URL ")
                .hasMessageContaining(problem)
                .hasMessageNotContaining("s3cret");
    }
}
