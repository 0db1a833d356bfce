package dev.schemagate.prisma.schema;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A valid schema: one file, or the {@code .prisma} files of a folder and its subfolders taken together. */
public record PrismaSchema(List<Model> models, List<EnumType> enums, Relations relations) {

    /** @throws SchemaException where it cannot be read or is not valid */
    public static PrismaSchema read(Path path) {
        try {
            Map<String, String> files = new LinkedHashMap<>();
            for (Path file : files(path)) {
                files.put(file.toString(), text(file));
            }
            if (files.isEmpty()) {
                throw SchemaException.unreadable(path, "there is no .prisma file in this folder");
            }
            return parse(files);
        } catch (IOException e) {
            throw SchemaException.unreadable(
                    path, Files.exists(path) ? "cannot be read: " + e.getMessage() : "does not exist");
        }
    }

    /** @param files texts by name */
    public static PrismaSchema parse(Map<String, String> files) {
        Parser parser = new Parser();
        files.forEach(parser::read);
        Config config = Config.of(parser);
        Relations relations = Check.all(parser.models, parser.enums, config);
        return new PrismaSchema(List.copyOf(parser.models), List.copyOf(parser.enums), relations);
    }

    public Optional<EnumType> enumType(String name) {
        return enums.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    /** Those that have a table. */
    public List<Model> tables() {
        return models.stream().filter(m -> !m.view()).toList();
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(f -> f.toString().endsWith(".prisma") && Files.isRegularFile(f))
                    .filter(f -> !path.relativize(f).toString().startsWith("..")) // a mounted volume's own folders
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw SchemaException.unreadable(file, "is not UTF-8");
        }
    }
}
