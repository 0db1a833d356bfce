package dev.schemagate.testing;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests with the real Alembic, which Debian calls {@code alembic} and {@code python3-psycopg2}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsAlembic.Installed.class)
public @interface NeedsAlembic {

    /** Modules that the tests import besides. */
    String[] modules() default {};

    /** Looks once whether it is there. */
    final class Installed implements ExecutionCondition {

        private static final boolean ALEMBIC = succeeds("alembic", "--version") && imports("psycopg2");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> modules = context.getElement()
                    .map(element -> element.getAnnotation(NeedsAlembic.class))
                    .map(needs -> List.of(needs.modules()))
                    .orElse(List.of());
            if (!ALEMBIC) {
                return ConditionEvaluationResult.disabled("Alembic and psycopg2 are not installed");
            }
            return modules.stream().allMatch(Installed::imports)
                    ? ConditionEvaluationResult.enabled("Alembic is installed")
                    : ConditionEvaluationResult.disabled("not installed: " + modules);
        }

        private static boolean imports(String module) {
            return succeeds("/usr/bin/python3", "-c", "import " + module);
        }

        private static boolean succeeds(String... command) {
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(new File("/dev/null"))
                        .start();
                return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
