package dev.schemagate.lint.manifests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.sql.SourceText;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ManifestsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DP001 | args: ['--use_prisma_db_push']",
                "DP001 | command: [prisma, db, push]",
                "DP001 | command: [npx, prisma@6.19.0, db, push, --skip-generate]",
                "DP001 | command: [sh, -c, 'cd /app && npx prisma --schema x db push']",
                "DP001 | command: [prisma], args: [db, push]",
                "DP001 | args: ['--config', '/c.yaml', '--use_prisma_db_push', '--port', '4000']",
                "DP002 | command: [/usr/bin/prisma, migrate, deploy, --accept-data-loss]",
                "DP002 | command: [sh, -c, 'exec prisma x --force-reset']",
                "DP003 | command: [bash, -lc, 'prisma migrate reset --force']",
                "DP003 | args: [prisma, migrate, dev]",
                "DP004 | command: ['sh', '-c', 'echo x; prisma db execute --stdin']",
                "DP005 | args: [--use_legacy_migration_resolver]",
                "DP005 | env: [{name: USE_V2_MIGRATION_RESOLVER, value: 'False'}]",
                "DP005 | command: [sh, -c, 'USE_V2_MIGRATION_RESOLVER=false litellm']",
                "DP005 | command: [sh, -c, 'export USE_V2_MIGRATION_RESOLVER=false; litellm']",
                "DP001 | args: ['$(FLAGS)'], env: [{name: FLAGS, value: '--use_prisma_db_push'}]",
                "DP007 | env: [{name: USE_PRISMA_MIGRATE, value: 'True'}]",
                "DP008 | image: ghcr.io/berriai/litellm:main-stable",
            })
    void finds_what_a_container_starts(String rule, String container) {
        for (String kind : List.of("Deployment", "Job", "StatefulSet")) {
            for (String list : List.of("containers", "initContainers")) {
                String manifest = "kind: " + kind + "\nspec: {template: {spec: {" + list + ": [{name: a, " + container
                        + "}]}}}\n";
                assertThat(rules(manifest)).as(manifest).contains("2 " + rule);
            }
        }
        assertThat(rules("kind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{" + container
                        + "}]}}}}}"))
                .contains("2 " + rule);
    }

    @Test
    void reads_every_document_and_block_style() {
        assertThat(rules("""
                                kind: Service
                                ---
                                kind: Job
                                spec:
                                  template:
                                    spec:
                                      initContainers:
                                        - name: migrate
                                          command:
                                            - npx
                                            - prisma
                                            # split over items
                                            - db
                                            - push
                                """)).containsExactly("13 DP001");
    }

    /** The forms in which charts and tools pass settings on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 DP001 | spec:~  source:~    helm:~      values: BLOCK~        args: [\"--use_prisma_db_push\"]",
                "6 DP001 | spec:~  helm:~    values: BLOCK~      # values~      args:~        - \"--use_prisma_db_push\"",
                "3 DP005 | helm:~  values: BLOCK~    envVars: {USE_V2_MIGRATION_RESOLVER: \"false\"}",
                "5 DP005 | helm:~  values: BLOCK~    extraEnvVars:~      - name: USE_V2_MIGRATION_RESOLVER~        value: \"no\"",
                "4 DP006 | helm:~  values: BLOCK~    proxy_config:~      general_settings: {disable_prisma_schema_update: false}",
                "1 DP001 | helm: {values: \"args: [\\\"--use_prisma_db_push\\\"]\\nx: 1\"}",
                "2 DP005 | helm:~  parameters: [{name: envVars.USE_V2_MIGRATION_RESOLVER, value: \"false\"}]",
                "2 DP006 | helm:~  parameters: [{name: proxy_config.general_settings.disable_prisma_schema_update, value: \"false\"}]",
                "1 DP005 | values: {migrationJob: {extraEnvVars: [{name: USE_V2_MIGRATION_RESOLVER, value: \"0\"}]}}",
                "1 DP005 | values: {extraArgs: [\"--use_legacy_migration_resolver\"]}",
                "3 DP001 | - op: add~  path: /spec/template/spec/containers/0/args/-~  value: --use_prisma_db_push",
                "2 DP005 | - path: /spec/env/3~  value: {name: USE_V2_MIGRATION_RESOLVER, value: \"False\"}",
                "2 DP005 | - path: /data/USE_V2_MIGRATION_RESOLVER~  value: \"false\"",
                "3 DP005 | services:~  litellm:~    environment: [A=b, USE_V2_MIGRATION_RESOLVER=false]",
                "2 DP001 | x:~  command: sh -c \"prisma migrate deploy BAR BAR prisma db push; litellm\"",
                "4 DP003 | data:~  start.sh: BLOCK~    #!/bin/sh~    pnpm exec prisma migrate reset --force",
                "3 DP001 | data:~  package.json: BLOCK~    {\"scripts\": {\"postinstall\": \"prisma db push\"}}",
                "4 DP006 | data:~  config.yaml: BLOCK~    general_settings:~      disable_prisma_schema_update: false",
                "3 DP002 | command: [/bin/sh, -ec]~args:~- 'cd /app; X=\"--accept-data-loss\"; npx litellm'",
                "1 DP005 | run: 'helm upgrade l c --set envVars.USE_V2_MIGRATION_RESOLVER=false'",
            })
    void finds_a_setting_in_whatever_form(String found, String yaml) {
        String text = yaml.replace("~", "\n").replace("BLOCK", "|").replace("BAR", "|");

        assertThat(rules(text)).as(text).contains(found);
    }

    @Test
    void marks_the_word_inside_a_script_inside_a_block() {
        assertThat(Manifests.check(List.of(new SourceText(
                        "x.yaml", "command: [sh, -c]\nargs:\n  - |\n    cd /ä😀\n    npx prisma db push\n"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.range().line()).isEqualTo(5);
                    assertThat(finding.range().column()).isEqualTo(16);
                    assertThat(finding.range().length()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [echo, 'never run prisma db push --accept-data-loss here']",
                "command: [sh, -c, 'echo \"not prisma db push\" && litellm']",
                "env: [{name: HELP_TEXT, value: 'see `prisma migrate reset`'}]",
                "data: {README.md: \"Deploying\\nNever run prisma db push or --force-reset.\\n\"}",
                "data: {start.sh: \"#!/bin/sh\\n# prisma db push\\ncat <<EOF\\nprisma db push\\nEOF\\nlitellm\\n\"}",
                "env: [{name: USE_V2_MIGRATION_RESOLVER, value: 'true'}]",
                "x: 'prisma migrate status; prisma migrate deploy'",
            })
    void prose_and_harmless_commands_are_nothing(String yaml) {
        assertThat(rules(yaml)).isEmpty();
    }

    @Test
    void a_resolver_may_be_named_in_a_config_map_of_another_file() {
        String pod = "containers: [{image: litellm:v1, envFrom: [{configMapRef: {name: env}}]}]\n";

        assertThat(rules(pod)).containsExactly("1 DP008");
        assertThat(rules(pod, "kind: ConfigMap\ndata: {USE_V2_MIGRATION_RESOLVER: 'true'}\n"))
                .isEmpty();
    }

    @Test
    void aliases_that_stand_for_many_nodes_or_for_themselves_are_followed_once() {
        StringBuilder many = new StringBuilder("l0: &l0 [--use_prisma_db_push]\n");
        for (int level = 1; level < 24; level++) {
            many.append("l%d: &l%d {a: *l%d, b: *l%d}\n".formatted(level, level, level - 1, level - 1));
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(rules(many.toString())).containsExactly("1 DP001"));
        assertThat(rules("image: litellm\nx: &x {args: [--force-reset], y: *x}\n"))
                .containsExactly("1 DP008", "2 DP002");
    }

    @Test
    void an_escape_far_from_its_character_costs_no_search() {
        String text = "x: \"" + "\\n".repeat(400_000) + "\"\n";

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(rules(text)).isEmpty());
    }

    @Test
    void a_file_that_cannot_be_read_leaves_the_others_theirs() {
        assertThat(rules("a: {{ x", "args: ['--use_prisma_db_push']", "a: " + "[".repeat(5_000)))
                .containsExactly("1 DP009", "1 DP001", "1 DP009");
    }

    @Test
    void knows_that_the_config_file_wins_over_the_variable() {
        String config = "general_settings:\n  disable_prisma_schema_update: false\n";
        String pod = "kind: Pod\nspec: {containers: [{env: [{name: DISABLE_SCHEMA_UPDATE, value: 'true'}]}]}\n";

        assertThat(Manifests.check(List.of(new SourceText("config.yaml", config), new SourceText("pod.yaml", pod))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("DP006");
                    assertThat(finding.isError()).isTrue();
                });
        assertThat(Manifests.check(List.of(new SourceText("config.yaml", config))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.isError()).isFalse());
        assertThat(rules(pod, config.replace("false", "true"))).isEmpty();
    }

    @Test
    void leaves_prose_and_harmless_commands_alone() {
        assertThat(rules("""
                                kind: Deployment
                                metadata: {annotations: {note: never run prisma db push --accept-data-loss}}
                                spec:
                                  template:
                                    spec:
                                      containers:
                                        - image: ghcr.io/berriai/litellm:v1
                                          # prisma migrate reset
                                          command: [sh, -c, "npx prisma migrate deploy # not db push\\nlitellm"]
                                          env: [{name: USE_V2_MIGRATION_RESOLVER, value: "true"}]
                                """)).isEmpty();
    }

    @Test
    void searches_templates_that_are_not_yaml() {
        assertThat(rules("{{- if .Values.x }}\nargs:\n  - --use_prisma_db_push\n{{ end }}\n"))
                .containsExactly("1 DP009", "3 DP001");
    }

    private static List<String> rules(String... texts) {
        List<SourceText> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new SourceText("file" + files.size() + ".yaml", text));
        }
        return Manifests.check(files).stream()
                .map(finding -> finding.range().line() + " " + finding.rule())
                .toList();
    }
}
