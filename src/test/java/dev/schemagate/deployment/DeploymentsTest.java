package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeploymentsTest {

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

    @Test
    void follows_variables_into_config_maps_of_other_files() {
        String map = "kind: ConfigMap\nmetadata: {name: env}\ndata:\n  USE_V2_MIGRATION_RESOLVER: 'false'\n";
        String pod = "kind: Pod\nspec: {containers: [{name: a, envFrom: [{configMapRef: {name: env}}]}]}\n";
        String prefixed = "kind: Pod\nspec: {containers: [{name: a, env: [{name: USE_V2_MIGRATION_RESOLVER, valueFrom:"
                + " {configMapKeyRef: {name: env, key: other}}}]}]}\n";

        assertThat(rules(pod, map)).containsExactly("4 DP005");
        assertThat(rules(prefixed, map.replace("  USE_V2_MIGRATION_RESOLVER", "  other")))
                .containsExactly("4 DP005");
        assertThat(rules("kind: Pod\nspec: {containers: [{envFrom: [{configMapRef: {name: env}}], env: [{name:"
                        + " USE_V2_MIGRATION_RESOLVER, value: 'true'}]}]}\n"))
                .isEmpty();
    }

    @Test
    void knows_that_the_config_file_wins_over_the_variable() {
        String config = "general_settings:\n  disable_prisma_schema_update: false\n";
        String pod = "kind: Pod\nspec: {containers: [{env: [{name: DISABLE_SCHEMA_UPDATE, value: 'true'}]}]}\n";

        assertThat(Deployments.check(
                        List.of(new DeploymentFile("config.yaml", config), new DeploymentFile("pod.yaml", pod))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo("DP006");
                    assertThat(finding.isError()).isTrue();
                });
        assertThat(Deployments.check(List.of(new DeploymentFile("config.yaml", config))))
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
        List<DeploymentFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new DeploymentFile("file" + files.size() + ".yaml", text));
        }
        return Deployments.check(files).stream()
                .map(finding -> finding.range().line() + " " + finding.rule())
                .toList();
    }
}
