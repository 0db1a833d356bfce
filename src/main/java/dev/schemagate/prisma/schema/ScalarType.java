package dev.schemagate.prisma.schema;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Prisma's own types, and the {@code @db} types of PostgreSQL that each may have, with their greatest number of arguments. */
public enum ScalarType {
    STRING(
            "String",
            Map.of(
                    "Text", 0, "Char", 1, "VarChar", 1, "Bit", 1, "VarBit", 1, "Uuid", 0, "Xml", 0, "Inet", 0, "Citext",
                    0)),
    BOOLEAN("Boolean", Map.of("Boolean", 0)),
    INT("Int", Map.of("Integer", 0, "SmallInt", 0, "Oid", 0)),
    BIG_INT("BigInt", Map.of("BigInt", 0)),
    FLOAT("Float", Map.of("DoublePrecision", 0, "Real", 0)),
    DECIMAL("Decimal", Map.of("Decimal", 2, "Money", 0)),
    DATE_TIME("DateTime", Map.of("Timestamp", 1, "Timestamptz", 1, "Date", 0, "Time", 1, "Timetz", 1)),
    JSON("Json", Map.of("Json", 0, "JsonB", 0)),
    BYTES("Bytes", Map.of("ByteA", 0));

    private final String word;
    private final Map<String, Integer> natives;

    ScalarType(String word, Map<String, Integer> natives) {
        this.word = word;
        this.natives = natives;
    }

    /** As the language writes it. */
    public String word() {
        return word;
    }

    public static Optional<ScalarType> of(String word) {
        return Arrays.stream(values()).filter(t -> t.word.equals(word)).findFirst();
    }

    static boolean isNative(String name) {
        return Arrays.stream(values()).anyMatch(t -> t.natives.containsKey(name));
    }

    boolean mayBe(String nativeType) {
        return natives.containsKey(nativeType);
    }

    /** Of a native type that it may be. */
    int arguments(String nativeType) {
        return natives.get(nativeType);
    }
}
