package dev.signalbox.http.openai.reply;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** What may stand in a header. */
final class HeaderText {

    private HeaderText() {}

    /** The text as it is, or in the way of addresses if it may not stand there. */
    static String fit(String text) {
        return isValue(text)
                ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether it can be a value. */
    static boolean isValue(String text) {
        return isAll(c -> c >= ' ' && c < 0x7f, text);
    }

    /** Whether it can be a name. */
    static boolean isName(String text) {
        return !text.isEmpty() && isAll(HeaderText::isOfAName, text);
    }

    private static boolean isOfAName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static boolean isAll(IntPredicate kind, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!kind.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
