package dev.signalbox.http.openai.form;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between the parts of a form.
 *
 * @param text without its hyphens
 */
record Boundary(String text) {

    private static final String FORM = "multipart/form-data";

    /** As RFC 2046 lets it be, in quotes or not. */
    private static final Pattern PARAMETER =
            Pattern.compile(
                    ";\\s*boundary=(?:\"([0-9A-Za-z'()+_,\\-./:=? ]{0,69}[0-9A-Za-z'()+_,\\-./:=?])\""
                            + "|([0-9A-Za-z'+_\\-.]{1,70}))\\s*(?:;|$)",
                    Pattern.CASE_INSENSITIVE);

    /** The one that a content type says; null if it says none. */
    static @Nullable Boundary in(@Nullable String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return null;
        }
        Matcher said = PARAMETER.matcher(contentType);
        if (!said.find()) {
            return null;
        }
        return new Boundary(said.group(1) == null ? said.group(2) : said.group(1));
    }

    /** A content type that says it. */
    String mediaType() {
        return FORM + "; boundary=\"" + text + "\"";
    }
}
