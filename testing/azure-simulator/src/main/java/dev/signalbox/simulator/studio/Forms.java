package dev.signalbox.simulator.studio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a form as if it were JSON: fields are texts, and of a file it is said how long it is and
 * what it hashes to, so that whoever relays one can be caught.
 */
public final class Forms {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"?([^\";\r\n]+)\"?");

    private Forms() {}

    /** The fields; null if it is no form. */
    public static @Nullable ObjectNode read(@Nullable String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (contentType == null
                || !contentType.startsWith("multipart/form-data")
                || !boundary.find()) {
            return null;
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        String[] parts = text.split(Pattern.quote("\r\n--" + boundary.group(1)), -1);
        for (int i = 1; i < parts.length - 1; i++) {
            add(form, parts[i]);
        }
        return form;
    }

    private static void add(ObjectNode form, String part) {
        int end = part.indexOf("\r\n\r\n");
        String head = end < 0 ? "" : part.substring(0, end);
        Matcher name = NAME.matcher(head);
        if (!name.find()) {
            return;
        }
        byte[] content = part.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        form.put(
                name.group(1),
                head.contains("filename")
                        ? content.length + " bytes, sha256 " + hash(content)
                        : new String(content, StandardCharsets.UTF_8));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
