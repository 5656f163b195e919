package dev.signalbox.planted.methodssaywhattheytake.http;

import java.util.Map;
import java.util.function.Function;

/** Breaks nothing. */
final class Clear {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return 1;
    }

    <T> T same(T thing) {
        return thing;
    }

    Function<String, String> map(Map<String, String> words) {
        return word -> words.getOrDefault(word, word);
    }
}
