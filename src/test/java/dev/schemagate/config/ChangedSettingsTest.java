package dev.schemagate.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangedSettingsTest {

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(GateConfig.class)
                .withSources(new PropertiesConfigSource(settings, "the test", 400))
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .build();
    }

    @Test
    void what_is_as_it_was_is_not_told() {
        assertThat(ChangedSettings.of(config(Map.of()))).isEmpty();
        assertThat(ChangedSettings.of(config(Map.of("gate.app", "app", "gate.watch.quiet", "60s"))))
                .isEmpty();
    }

    @Test
    void a_value_is_shown_where_it_cannot_be_a_secret() {
        Map<String, String> settings = new HashMap<>();
        settings.put("gate.app", "shop");
        settings.put("gate.database.url", "postgresql://app:s3cret@db/app");
        settings.put("gate.database.username", "app");
        settings.put("gate.database.password", "s3cret");
        settings.put("gate.database.password-file", "/run/secrets/password");
        settings.put("gate.migrate.placeholders.token", "s3cret");
        settings.put("gate.alembic.command", "alembic -x password=s3cret upgrade heads");
        settings.put("gate.reload.proof-url", "http://admin:s3cret@rest:3001/ready");
        settings.put("gate.reload.payload", "s3cret");
        settings.put("gate.watch.url", "postgresql://app:s3cret@pooler/app");
        settings.put("gate.watch.quiet", "90s");

        List<ChangedSettings.Setting> changed = ChangedSettings.of(config(settings));

        assertThat(changed)
                .extracting(setting -> setting.key() + "=" + setting.value())
                .containsExactlyInAnyOrder(
                        "gate.app=shop",
                        "gate.database.url=(set)",
                        "gate.database.username=app",
                        "gate.database.password=(set)",
                        "gate.database.password-file=/run/secrets/password",
                        "gate.migrate.placeholders.*=(set)",
                        "gate.alembic.command=(set)",
                        "gate.reload.proof-url=(set)",
                        "gate.reload.payload=(set)",
                        "gate.watch.url=(set)",
                        "gate.watch.quiet=90s");
    }
}
