package dev.signalbox.simulator.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and cuts texts by tokens. An alphabet is loaded when it is first needed, which takes about
 * half a second. Safe for many threads.
 */
public final class Tokens {

    private static final int REMEMBERED = 2_048;
    private static final int LONGEST_REMEMBERED = 16 * 1024;
    private static final int LONGEST_COUNTED = 200_000;

    private final Map<Counted, Integer> remembered = new ConcurrentHashMap<>();

    /** How many tokens the text is for that model; an estimate for a very long text. */
    public int count(String model, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() > LONGEST_COUNTED) {
            return text.length() / 4;
        }
        Encoding encoding = Alphabets.REGISTRY.getEncoding(Models.encoding(model));
        if (text.length() > LONGEST_REMEMBERED) {
            return encoding.countTokensOrdinary(text);
        }
        // Load tests ask the same again and again, and should not measure our counting.
        if (remembered.size() > REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(
                new Counted(encoding.getName(), text),
                counted -> encoding.countTokensOrdinary(counted.text()));
    }

    /** The beginning of the text, at most so many tokens long. */
    public String cut(String model, String text, int tokens) {
        if (count(model, text) <= tokens) {
            return text;
        }
        Encoding encoding = Alphabets.REGISTRY.getEncoding(Models.encoding(model));
        return encoding.decode(encoding.encodeOrdinary(text, tokens).getTokens());
    }

    /** Loaded once for all simulators of a process: they are constants, only large ones. */
    private static final class Alphabets {
        static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
    }

    private record Counted(String encoding, String text) {}
}
