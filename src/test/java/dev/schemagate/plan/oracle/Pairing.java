package dev.schemagate.plan.oracle;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.schemagate.testing.Dice;

/** Makes a case of a definition: what is there is the same in other words, has one thing changed, or is unrelated. */
final class Pairing {

    private final Dice dice;

    Pairing(Dice dice) {
        this.dice = dice;
    }

    Case of(String kind, Supplier<Phrase> definitions, UnaryOperator<String> asking) {
        Phrase asked = definitions.get();
        Phrase made = near(asked, definitions);
        return new Case(kind, List.of(made.say(dice)), asking.apply(asked.say(dice)), made.meansSame(asked));
    }

    Phrase near(Phrase asked, Supplier<Phrase> definitions) {
        return switch (dice.upTo(20)) {
            case 1, 2 -> definitions.get();
            case 3, 4, 5, 6, 7, 8, 9, 10 -> asked.changed(dice);
            default -> asked;
        };
    }
}
