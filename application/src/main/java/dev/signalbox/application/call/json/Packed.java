package dev.signalbox.application.call.json;

/**
 * Pictures and the like that are packed into a text, as in {@code data:image/png;base64,iVBOR…}.
 */
final class Packed {

    private static final byte[] MARK = {';', 'b', 'a', 's', 'e', '6', '4', ','};

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
        for (int i = 0; i < MARK.length; i++) {
            if (at + i >= text.length || text[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
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
