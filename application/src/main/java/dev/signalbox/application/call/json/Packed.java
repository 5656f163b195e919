package dev.signalbox.application.call.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pictures that are packed into a body, as in {@code "url": "data:image/png;base64,iVBOR…"}. Only
 * behind that name: elsewhere the same letters are text, and are read as such.
 */
final class Packed {

    private static final byte[] MARK = bytes(";base64,");
    private static final byte[] SCHEME = bytes("data:");
    private static final byte[] NAME = bytes("\"url\"");

    /** In bytes; what stands between the scheme and the mark is a media type. */
    private static final int LONGEST_TYPE = 128;

    private Packed() {}

    /** How long the text is if each of them counts as {@code each} bytes. */
    static long length(byte[] text, int each) {
        long length = text.length;
        int at = 0;
        while (at < text.length) {
            if (text[at] != ';' || !isMark(text, at)) {
                at++;
                continue;
            }
            int from = at + MARK.length;
            at = end(text, from);
            length += Math.min(0, each - (at - from));
        }
        return length;
    }

    private static boolean isMark(byte[] text, int at) {
        return stands(MARK, text, at) && isUrl(text, at);
    }

    /** Whether the text that the mark belongs to begins as an address, and is called one. */
    private static boolean isUrl(byte[] text, int mark) {
        int quote = mark;
        while (quote > 0 && text[quote] != '"' && mark - quote < LONGEST_TYPE) {
            quote--;
        }
        if (text[quote] != '"' || !stands(SCHEME, text, quote + 1)) {
            return false;
        }
        int colon = beforeSpace(text, quote);
        if (colon == 0 || text[colon - 1] != ':') {
            return false;
        }
        int name = beforeSpace(text, colon - 1) - NAME.length;
        return name > 0 && stands(NAME, text, name) && text[name - 1] != '\\';
    }

    private static int beforeSpace(byte[] text, int end) {
        int at = end;
        while (at > 0 && text[at - 1] <= ' ') {
            at--;
        }
        return at;
    }

    private static boolean stands(byte[] word, byte[] text, int at) {
        return at >= 0
                && text.length - at >= word.length
                && Arrays.equals(text, at, at + word.length, word, 0, word.length);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    private static int end(byte[] text, int from) {
        int at = from;
        while (at < text.length && isDigit(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || (b >= '0' && b <= '9')
                || b == '+'
                || b == '/'
                || b == '='
                || b == '\\';
    }
}
