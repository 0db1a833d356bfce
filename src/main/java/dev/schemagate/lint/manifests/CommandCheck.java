package dev.schemagate.lint.manifests;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds destructive commands, options and assignments in what a shell or a container runs. */
final class CommandCheck {

    private static final Pattern PRISMA =
            Pattern.compile("(?:.*/)?(?:prisma(?:@.*)?|prisma\\.cli|prisma/build/index\\.js)");
    /** Also Helm's {@code --set envVars.NAME=value}. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:.*\\.)?([A-Z][A-Z0-9_]*)=(.*)", Pattern.DOTALL);

    private static final Pattern SCRIPT_OPTION = Pattern.compile("-[a-z]*c");

    /** What only prints, compares or looks at its arguments. */
    private static final Set<String> PRINTING = Set.of("echo", "printf", "cat", "grep", "test", "[", ":", "logger");

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");
    /** What runs its arguments. */
    private static final Set<String> RUNNERS = Set.of(
            ("npx pnpm pnpx yarn bun bunx npm node python python3 uv uvx poetry pipx timeout exec sudo env dotenv su gosu"
                            + " su-exec tini dumb-init time nice nohup command export litellm if then else do while until !"
                            + " doppler infisical docker kubectl helm CMD CMD-SHELL")
                    .split(" "));

    private final ManifestFindings findings;

    CommandCheck(ManifestFindings findings) {
        this.findings = findings;
    }

    /** @param surely whether it is run; otherwise prose that begins like a command only counts as far as it is one */
    void script(Excerpt script, boolean surely) {
        ShellText.commands(script).forEach(command -> words(command, surely));
    }

    /** The words of one command, as a program gets them. */
    void words(List<Excerpt> words, boolean surely) {
        int first = 0;
        while (first < words.size() && assignment(words.get(first))) {
            first++;
        }
        if (first == words.size()) {
            return;
        }
        List<Excerpt> command = words.subList(first, words.size());
        String program = program(command.get(0).content());
        if (PRINTING.contains(program) || !surely && !isProgram(program)) {
            return;
        }
        command.forEach(word -> {
            option(word);
            assignment(word);
        });
        verbs(command);
        inner(command, program);
    }

    private static String program(String word) {
        return PRISMA.matcher(word).matches() ? "prisma" : word.substring(word.lastIndexOf('/') + 1);
    }

    private static boolean isProgram(String program) {
        return program.equals("prisma")
                || program.startsWith("--")
                || SHELLS.contains(program)
                || RUNNERS.contains(program);
    }

    private boolean assignment(Excerpt word) {
        Matcher assigned = ASSIGNMENT.matcher(word.content());
        if (!assigned.matches()) {
            return false;
        }
        variable(assigned.group(1), word.part(assigned.start(2), assigned.end(2)), word);
        return true;
    }

    /** An environment variable, whose value may be options for a command line elsewhere. */
    void variable(String name, Excerpt value, Excerpt at) {
        findings.variable(name, value.content());
        RiskySetting.variable(name, value.content())
                .ifPresent(setting -> findings.add(
                        setting, at, name + (setting.when() == RiskySetting.When.OFF ? "=" + value.content() : "")));
        script(value, false);
    }

    private void option(Excerpt word) {
        RiskySetting.option(word.content()).ifPresent(setting -> findings.add(setting, word, word.content()));
    }

    /** Behind prisma, or alone where the image's entrypoint is prisma. */
    private void verbs(List<Excerpt> command) {
        List<Excerpt> plain =
                command.stream().filter(word -> !word.content().startsWith("-")).toList();
        boolean prisma =
                plain.stream().anyMatch(word -> PRISMA.matcher(word.content()).matches());
        for (int i = 0; i + 1 < plain.size() && (prisma || i == 0); i++) {
            Excerpt first = plain.get(i);
            RiskySetting.verb(first.content(), plain.get(i + 1).content())
                    .ifPresent(setting -> findings.add(setting, first, "prisma " + setting.written()));
        }
    }

    /** {@code sh -c script}; a single argument with blanks is one, too, since only a shell can run it. */
    private void inner(List<Excerpt> command, String program) {
        for (int i = 1; i + 1 < command.size(); i++) {
            boolean shell = SHELLS.contains(program(command.get(i - 1).content()));
            if (shell && SCRIPT_OPTION.matcher(command.get(i).content()).matches()) {
                script(command.get(i + 1), true);
                return;
            }
        }
        boolean whole = command.size() == 1 && command.get(0).content().contains(" ");
        if (whole || program.equals("CMD-SHELL")) {
            script(command.get(command.size() - 1), true);
        }
    }
}
