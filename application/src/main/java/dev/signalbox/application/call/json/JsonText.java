package dev.signalbox.application.call.json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Texts and numbers as JSON writes them. */
public final class JsonText {

    /** In letters; nobody who means a count writes more. */
    private static final int LONGEST_NUMBER = 64;

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private JsonText() {}

    /** The text between quotes, escaped as far as it must be. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * What is written there: of a string its text, of everything else the JSON itself.
     *
     * @param json one whole value, correctly written
     */
    public static String plain(ByteBuffer json) {
        String text = StandardCharsets.UTF_8.decode(json.duplicate()).toString();
        if (!text.startsWith("\"")) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int i = 1;
        while (i < text.length() - 1) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                i++;
            } else if (text.charAt(i + 1) == 'u') {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 6;
            } else {
                plain.append(unescaped(text.charAt(i + 1)));
                i += 2;
            }
        }
        return plain.toString();
    }

    private static char unescaped(char escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    /**
     * The number that is written there; null if it is something else.
     *
     * @return clamped to what a long holds, and rounded up
     */
    public static @Nullable Long number(ByteBuffer json) {
        if (!json.hasRemaining() || !isBegun(json.get(json.position()))) {
            return null;
        }
        if (json.remaining() > LONGEST_NUMBER) {
            return Long.MAX_VALUE;
        }
        String text = StandardCharsets.US_ASCII.decode(json.duplicate()).toString();
        BigDecimal number = new BigDecimal(text).max(LEAST).min(MOST);
        return number.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private static boolean isBegun(byte first) {
        return first == '-' || (first >= '0' && first <= '9');
    }
}
