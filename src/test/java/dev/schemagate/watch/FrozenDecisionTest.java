package dev.schemagate.watch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import dev.schemagate.pod.PodIdentity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pods of an app decide one at a time whether they close. */
class FrozenDecisionTest extends WatchedDatabase {

    private static boolean closes(Connection session, String pod) throws SQLException {
        WatchStore store = new WatchStore(new PodIdentity("app", pod, "1"), "schema_gate");
        return Boolean.TRUE.equals(store.close(session, Instant.now(), 1, false, Duration.ofSeconds(15)));
    }

    @Test
    void a_gate_that_freezes_while_it_decides_keeps_no_other_from_closing() throws Exception {
        for (String pod : new String[] {"web-1", "web-2"}) {
            gate(pod);
        }
        try (Connection one = server.connect(database, "schema-gate");
                Connection two = server.connect(database, "schema-gate")) {
            Connection frozen = freezing(one, () -> soon().until(() -> closes(two, "web-2")));

            assertThatThrownBy(() -> closes(frozen, "web-1")).isInstanceOf(SQLException.class);
        }
    }

    /** Its statement that changes the pod's row does {@code first} something else. */
    private static Connection freezing(Connection session, Runnable first) {
        return proxy(Connection.class, (method, arguments) -> {
            Object made = call(session, method, arguments);
            return made instanceof PreparedStatement statement
                            && arguments[0].toString().startsWith("UPDATE")
                    ? before(statement, PreparedStatement.class, "executeUpdate", first)
                    : made;
        });
    }

    private static <T> T before(T target, Class<T> type, String name, Runnable first) {
        return proxy(type, (method, arguments) -> {
            if (method.getName().equals(name)) {
                first.run();
            }
            return call(target, method, arguments);
        });
    }

    private interface Answer {
        Object to(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                FrozenDecisionTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
