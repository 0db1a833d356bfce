package dev.schemagate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.util.Map;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine;

import dev.schemagate.Beans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line inside the test's own process, wired as production wires it. What a process adds, the validation of settings
 * before the start, signals, the port, is for tests with a {@link dev.schemagate.testing.GateProcess}.
 */
public final class Verb implements CommandLine.IFactory {

    private final Beans beans;

    private Verb(Beans beans) {
        this.beans = beans;
    }

    /** What it says on both streams, where its exit code is {@code exit}. */
    public static String exits(int exit, Map<String, String> environment, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        CommandLine command = CommandLines.of(new Verb(new Beans(environment)));
        command.setOut(out).setErr(out);
        assertThat(command.execute(arguments)).as(said::toString).isEqualTo(exit);
        out.flush();
        return said.toString();
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        K made = CommandLine.defaultFactory().create(type);
        for (Field field : made.getClass().getDeclaredFields()) {
            if (field.isAnnotationPresent(Inject.class)) {
                field.setAccessible(true);
                field.set(made, injected(field));
            }
        }
        return made;
    }

    private Object injected(Field field) {
        if (field.getGenericType() instanceof ParameterizedType instance) {
            Class<?> type = (Class<?>) instance.getActualTypeArguments()[0];
            return Proxy.newProxyInstance(
                    Instance.class.getClassLoader(),
                    new Class<?>[] {Instance.class},
                    (proxy, method, arguments) -> beans.get(type));
        }
        return field.getType().getPackageName().equals(Verb.class.getPackageName()) ? null : beans.get(field.getType());
    }
}
