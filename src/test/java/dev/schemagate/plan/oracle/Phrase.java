package dev.schemagate.plan.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.testing.Dice;

/** A definition in places: at each stands one of several words, and each word has several spellings. */
record Phrase(List<Place> places) {

    /** @param loose whether it may change places with loose neighbours */
    private record Place(Word chosen, List<Word> choices, boolean loose) {}

    Phrase {
        places = List.copyOf(places);
    }

    static Phrase of(String... spellings) {
        Word word = Word.word(spellings);
        return new Phrase(List.of(new Place(word, List.of(word), false)));
    }

    Phrase then(String... spellings) {
        return and(of(spellings));
    }

    Phrase and(Phrase other) {
        List<Place> all = new ArrayList<>(places);
        all.addAll(other.places);
        return new Phrase(all);
    }

    /** One of these words. */
    Phrase one(Dice dice, List<Word> words) {
        return and(new Phrase(List.of(new Place(dice.of(words), words, false))));
    }

    Phrase one(Word chosen, List<Word> words) {
        return and(new Phrase(List.of(new Place(chosen, words, false))));
    }

    /** One of these words, once in so many times, at any place among its like. */
    Phrase perhaps(Dice dice, int in, List<Word> words) {
        List<Word> choices = new ArrayList<>(words);
        choices.add(0, Word.NOTHING);
        Word chosen = dice.once(in) ? dice.of(words) : Word.NOTHING;
        return and(new Phrase(List.of(new Place(chosen, choices, true))));
    }

    /** The same but for one place; the same where every place has but one word. */
    Phrase changed(Dice dice) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).choices.size() > 1) {
                open.add(i);
            }
        }
        if (open.isEmpty()) {
            return this;
        }
        int at = dice.of(open);
        Place place = places.get(at);
        List<Word> others =
                place.choices.stream().filter(w -> !w.equals(place.chosen)).toList();
        List<Place> changed = new ArrayList<>(places);
        changed.set(at, new Place(dice.of(others), place.choices, place.loose));
        return new Phrase(changed);
    }

    /** Whether the same words stand at the same places; those that may mean nothing, such as the usual collation, aside. */
    boolean meansSame(Phrase other) {
        return words().equals(other.words());
    }

    private List<Word> words() {
        return places.stream()
                .map(place -> place.chosen.kind().equals("vague") ? Word.NOTHING : place.chosen)
                .toList();
    }

    /** In one of its spellings. */
    String say(Dice dice) {
        List<Place> order = new ArrayList<>(places);
        for (int i = 1; i < order.size(); i++) {
            if (order.get(i).loose && order.get(i - 1).loose && dice.once(2)) {
                order.set(i, order.set(i - 1, order.get(i)));
            }
        }
        return order.stream()
                .map(place -> dice.of(place.chosen.spellings()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
