package dev.signalbox.openai.reading;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.signalbox.application.call.response.IdSeal;

import org.jspecify.annotations.Nullable;

/**
 * What callers read in place of an upstream's names. Immutable.
 *
 * @param model as a JSON string in UTF-8, quotes included; null leaves it
 * @param seal makes the ids of responses ours; null leaves them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Relabel(byte @Nullable [] model, @Nullable IdSeal seal) {

    /** Every byte as it came. */
    public static final Relabel NOTHING = new Relabel(null, null);

    /** Whether every byte is left as it came. */
    public boolean isNothing() {
        return model == null && seal == null;
    }

    /** A text as a JSON string in UTF-8, quotes included. */
    public static byte[] quoted(String text) {
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }
}
