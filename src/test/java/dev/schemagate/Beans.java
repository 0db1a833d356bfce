package dev.schemagate;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.inject.Produces;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;

import dev.schemagate.config.GateConfig;

/** What production wires, each made when it is first asked for, for an environment of the test's. */
public final class Beans {

    private static final int ENVIRONMENT = 300;

    private final Wiring wiring = new Wiring();
    private final Map<Class<?>, Object> made = new HashMap<>();

    public Beans(Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(GateConfig.class)
                .withSources(new EnvConfigSource(environment, ENVIRONMENT))
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .build();
        made.put(Config.class, config);
        made.put(GateConfig.class, config.getConfigMapping(GateConfig.class));
        made.put(ObjectMapper.class, new ObjectMapper());
    }

    public <T> T get(Class<T> type) {
        Object bean = made.get(type);
        if (bean == null) {
            bean = make(type);
            made.put(type, bean);
        }
        return type.cast(bean);
    }

    private Object make(Class<?> type) {
        Method producer = Arrays.stream(Wiring.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Produces.class))
                .filter(method -> method.getReturnType().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing produces " + type));
        try {
            return producer.invoke(
                    wiring,
                    Arrays.stream(producer.getParameterTypes()).map(this::get).toArray());
        } catch (ReflectiveOperationException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(producer.toString(), e);
        }
    }
}
