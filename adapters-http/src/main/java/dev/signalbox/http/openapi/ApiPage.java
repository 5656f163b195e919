package dev.signalbox.http.openapi;

import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page that shows the document: one file, which loads nothing but the document beside it. The
 * browser is told to run exactly the one script and to use exactly the one style that are in it.
 *
 * @param html the page
 * @param policy what a browser may do with it
 */
record ApiPage(String html, String policy) {

    private static final HeaderName POLICY = HeaderNames.create("content-security-policy");
    private static final HeaderName SNIFFING = HeaderNames.create("x-content-type-options");

    /** Puts it together. */
    static ApiPage read() {
        String style = Glosses.text("page.css");
        String script = Glosses.text("page.js");
        String html =
                Glosses.text("page.html").replace("{style}", style).replace("{script}", script);
        String policy =
                "default-src 'none'; connect-src 'self'; img-src data:; style-src "
                        + hash(style)
                        + "; script-src "
                        + hash(script)
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new ApiPage(html, policy);
    }

    /** Answers with it. */
    void answer(Exchange exchange) {
        exchange.note(POLICY, policy);
        exchange.note(SNIFFING, "nosniff");
        exchange.answer(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
