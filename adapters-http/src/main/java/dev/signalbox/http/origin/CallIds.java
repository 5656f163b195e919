package dev.signalbox.http.origin;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;

import org.jspecify.annotations.Nullable;

/** Gives every request a name for ever, or takes the caller's own. Safe for many threads. */
public final class CallIds {

    private static final int LONGEST = 128;

    private final TimeBasedEpochRandomGenerator generator =
            Generators.timeBasedEpochRandomGenerator();

    /**
     * The name of a request: the caller's, if it is a harmless word, else a new UUID of version 7.
     */
    public String name(@Nullable String wanted) {
        return wanted != null && isHarmless(wanted) ? wanted : generator.generate().toString();
    }

    private static boolean isHarmless(String word) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (!isHarmless(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHarmless(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == ':';
    }
}
