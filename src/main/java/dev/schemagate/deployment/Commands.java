package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds destructive commands and options among words. */
final class Commands {

    private static final Pattern PRISMA =
            Pattern.compile("(?:.*/)?(?:prisma(?:@.*)?|prisma\\.cli|prisma/build/index\\.js)");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");
    private static final Set<String> NO = Set.of("false", "0", "no", "off", "f", "n");

    private final Sink sink;

    Commands(Sink sink) {
        this.sink = sink;
    }

    /** Looks at the words of one command line, or of several. */
    void check(List<Word> words) {
        List<Word> command = new ArrayList<>();
        for (Word word : words) {
            if (word.ends()) {
                checkOne(command);
                command.clear();
            }
            command.add(word);
            option(word);
        }
        checkOne(command);
    }

    private void option(Word word) {
        String text = word.text().toLowerCase(Locale.ROOT);
        String name = text.replaceFirst("=.*", "").replace('-', '_');
        boolean off = text.contains("=") && NO.contains(text.substring(text.indexOf('=') + 1));
        if (!text.startsWith("--") || off) {
            assignment(word);
            return;
        }
        switch (name) {
            case "__use_prisma_db_push" ->
                sink.add(DeploymentRules.PUSH, word.node(), word.text() + " runs prisma db push --accept-data-loss");
            case "__accept_data_loss", "__force_reset" ->
                sink.add(DeploymentRules.DATA_LOSS, word.node(), word.text() + " agrees to data loss beforehand");
            case "__use_legacy_migration_resolver" ->
                sink.add(DeploymentRules.RESOLVER, word.node(), word.text() + " brings the destructive resolver back");
            default -> {}
        }
    }

    private void assignment(Word word) {
        var assigned = ASSIGNMENT.matcher(word.text());
        if (assigned.matches()) {
            variable(assigned.group(1), assigned.group(2), word);
        }
    }

    /** An environment variable with a known value. */
    void variable(String name, String value, Word at) {
        if (name.equals("USE_V2_MIGRATION_RESOLVER") && no(value)) {
            sink.add(DeploymentRules.RESOLVER, at.node(), name + "=" + value + " brings the destructive resolver back");
        } else if (name.equals("USE_PRISMA_MIGRATE")) {
            sink.add(DeploymentRules.UNREAD, at.node(), DeploymentRules.UNREAD.title());
        }
    }

    static boolean no(String value) {
        return NO.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    static boolean yes(String value) {
        return Set.of("true", "1", "yes", "on", "t", "y").contains(value.strip().toLowerCase(Locale.ROOT));
    }

    private void checkOne(List<Word> command) {
        List<Word> plain =
                command.stream().filter(word -> !word.text().startsWith("-")).toList();
        boolean prisma =
                plain.stream().anyMatch(word -> PRISMA.matcher(word.text()).matches());
        for (int i = 0; i + 1 < plain.size(); i++) {
            if (prisma || i == 0) {
                pair(plain.get(i), plain.get(i).text() + " " + plain.get(i + 1).text());
            }
        }
    }

    private void pair(Word at, String words) {
        switch (words) {
            case "db push" ->
                sink.add(DeploymentRules.PUSH, at.node(), "prisma db push drops what schema.prisma does not know");
            case "migrate reset", "migrate dev" ->
                sink.add(DeploymentRules.RESET, at.node(), "prisma " + words + " drops the schema");
            case "db execute" -> sink.add(DeploymentRules.EXECUTE, at.node(), DeploymentRules.EXECUTE.title());
            default -> {}
        }
    }
}
