package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.files.Resource;
import dev.schemagate.sql.Expression.Volatility;

/**
 * What PostgreSQL itself brings, by name: {@code builtins.txt} holds what the catalogs of every supported version have, a
 * function with the worst volatility of its overloads. All else somebody wrote, and it may do anything.
 */
public final class BuiltIns {

    private static final Map<String, Set<String>> NAMES = load();
    private static final Map<String, List<String[]>> CALLS = calls();

    /** Of which one is converted to another by itself. */
    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

    /** Volatile, and yet nothing but a value comes of them. */
    private static final Set<String> VALUES = words(
            "random random_normal clock_timestamp timeofday gen_random_uuid uuidv4"
                    + " uuidv7 pg_is_in_recovery pg_relation_size pg_total_relation_size pg_table_size pg_indexes_size");

    /** Of extensions, so in whatever schema the extension is. */
    private static final Set<String> EXTENSION_FUNCTIONS =
            words("uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_uuid gen_random_bytes");

    private static final Set<String> EXTENSION_TYPES = words("citext hstore ltree vector halfvec geometry geography");

    private BuiltIns() {}

    /** Whether calling the function does nothing but give a value. */
    static boolean harmless(QualifiedName function) {
        String name = function.name();
        return inCatalog(function) && (has("immutable", name) || has("stable", name) || VALUES.contains(name))
                || EXTENSION_FUNCTIONS.contains(name);
    }

    /** Its volatility; volatile where it is not known. */
    static Volatility volatility(QualifiedName function) {
        if (!inCatalog(function)) {
            return Volatility.VOLATILE;
        }
        return has("immutable", function.name())
                ? Volatility.CONSTANT
                : has("stable", function.name()) ? Volatility.STABLE : Volatility.VOLATILE;
    }

    /** Whether the operator is built in, as far as its name tells: whether the operands are, is another question. */
    static boolean operator(QualifiedName operator) {
        return inCatalog(operator) && has("operator", operator.name());
    }

    /**
     * Whether PostgreSQL's own function or operator of this name can be meant: somebody's overload fits better where none of its
     * own takes these arguments.
     *
     * @param arguments their types, null where that is not known
     */
    static boolean takes(String name, List<@Nullable String> arguments) {
        List<String[]> signatures = CALLS.getOrDefault(name, List.of());
        return signatures.isEmpty() || signatures.stream().anyMatch(signature -> takes(signature, arguments));
    }

    private static boolean takes(String[] signature, List<@Nullable String> arguments) {
        boolean many = signature.length > 0 && signature[signature.length - 1].equals("*");
        if (arguments.size() > signature.length && !many) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            String given = arguments.get(i);
            if (given != null && !takes(signature[Math.min(i, signature.length - 1)], given)) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(String wanted, String given) {
        return wanted.equals("*")
                || wanted.equals(given)
                || wanted.endsWith("array") && given.startsWith("_")
                || wanted.startsWith("any") && wanted.endsWith("range") && given.endsWith("range")
                || NUMBERS.contains(wanted) && NUMBERS.contains(given);
    }

    /** Whether the type is PostgreSQL's, or of an extension that is as well known; none of them is a domain. */
    public static boolean type(QualifiedName type) {
        return "pg_catalog".equals(type.schema())
                || inCatalog(type) && has("type", type.name())
                || EXTENSION_TYPES.contains(type.name());
    }

    /** Whether the name, which has no schema, is one of a type in {@code pg_catalog}. */
    static boolean typeName(String name) {
        return has("type", name);
    }

    /** Whether {@code pg_catalog} has a table or view of this name, which no other schema's can hide. */
    public static boolean relation(String name) {
        return has("relation", name);
    }

    private static boolean inCatalog(QualifiedName name) {
        return name.schema() == null || name.schema().equals("pg_catalog");
    }

    private static boolean has(String kind, String name) {
        return NAMES.getOrDefault(kind, Set.of()).contains(name);
    }

    private static Set<String> words(String spaced) {
        return Set.copyOf(List.of(spaced.split(" ")));
    }

    private static Map<String, List<String[]>> calls() {
        Map<String, List<String[]>> calls = new HashMap<>();
        for (String call : NAMES.getOrDefault("call", Set.of())) {
            int open = call.indexOf('(');
            String types = call.substring(open + 1, call.length() - 1);
            calls.computeIfAbsent(call.substring(0, open), name -> new ArrayList<>())
                    .add(types.isEmpty() ? new String[0] : types.split(","));
        }
        return Map.copyOf(calls);
    }

    private static Map<String, Set<String>> load() {
        Map<String, Set<String>> names = new HashMap<>();
        Resource.text(BuiltIns.class, "builtins.txt").lines().forEach(line -> {
            String[] words = line.split(" ");
            names.computeIfAbsent(words[0], kind -> new HashSet<>())
                    .addAll(List.of(words).subList(1, words.length));
        });
        return Map.copyOf(names);
    }
}
