package dev.schemagate.policy.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run did that an additive statement may not do. */
final class Damage {

    private static final java.util.regex.Pattern OUTSIDE =
            java.util.regex.Pattern.compile("(nemo|other)\\.|_prisma_migrations");

    /** How an entry begins that tells of a table written anew: slow, and nothing lost. */
    static final String REWRITTEN = "rewritten: ";

    private Damage() {}

    private static boolean rewritten(String shape, String now) {
        return shape.replaceAll(" file=\\d+", "").equals(now.replaceAll(" file=\\d+", ""));
    }

    /** Empty where everything that was there is there in its old shape, and what is new cannot disturb old code. */
    static List<String> between(CatalogPicture before, CatalogPicture after) {
        List<String> damage = new ArrayList<>();
        before.facts().forEach((name, shape) -> {
            String now = after.facts().get(name);
            if (now == null) {
                damage.add("gone: " + name);
            } else if (!now.equals(shape) && !mayChange(name, shape, now)) {
                damage.add(rewritten(shape, now) ? REWRITTEN + name : "changed: " + name + ": " + shape + " -> " + now);
            }
        });
        for (Map.Entry<String, String> fact : after.facts().entrySet()) {
            boolean fresh = !before.facts().containsKey(fact.getKey());
            boolean altered = fresh || !fact.getValue().equals(before.facts().get(fact.getKey()));
            if (altered && OUTSIDE.matcher(fact.getKey()).find()) {
                damage.add("outside: " + fact.getKey());
            }
            if (fresh && !mayAppear(fact.getKey(), fact.getValue())) {
                damage.add("new: " + fact.getKey() + ": " + fact.getValue());
            }
        }
        return damage;
    }

    private static boolean mayChange(String name, String shape, String now) {
        if (name.startsWith("column ")) {
            String[] was = shape.split("\\|", -1);
            String[] is = now.split("\\|", -1);
            boolean same = was[0].equals(is[0]) && was[1].equals(is[1]) && was[2].equals(is[2]) && was[3].equals(is[3]);
            boolean widened = was[4].equals(is[4]) || is[4].equals("false");
            boolean defaulted = was[5].equals(is[5]) || !is[5].isEmpty();
            return same && widened && defaulted;
        }
        if (name.startsWith("constraint ")) {
            return shape.replace(" false ", " true ")
                    .replace(" NOT VALID", "")
                    .equals(now.replace(" false ", " true "));
        }
        return name.startsWith("rows ") && now.startsWith(shape);
    }

    private static boolean mayAppear(String name, String shape) {
        if (name.startsWith("relation ")) {
            return shape.split(" ")[1].matches("[iI]");
        }
        if (name.startsWith("column ")) {
            String[] parts = shape.split("\\|", -1);
            boolean plain = parts[3].isEmpty() || parts[3].equals("v");
            return plain && (parts[4].equals("false") || !parts[5].isEmpty());
        }
        if (name.startsWith("constraint ")) {
            return shape.startsWith("f");
        }
        if (name.startsWith("index ")) {
            return shape.startsWith("false true");
        }
        return name.startsWith("value ") || name.startsWith("statistics ") || name.startsWith("rows ");
    }
}
