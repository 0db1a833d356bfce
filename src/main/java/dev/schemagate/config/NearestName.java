package dev.schemagate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who wrote a wrong name probably meant. */
final class NearestName {

    /** Of names that differ in more than a third of their letters neither is a typo of the other. */
    private static final int PART = 3;

    private NearestName() {}

    static Optional<String> of(String wrong, Collection<String> right) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return right.stream()
                .filter(name -> distance.apply(wrong, name) * PART <= name.length())
                .min(Comparator.comparingInt(name -> distance.apply(wrong, name)));
    }
}
