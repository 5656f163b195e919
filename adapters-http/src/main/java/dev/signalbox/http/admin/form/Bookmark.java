package dev.signalbox.http.admin.form;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Where a long list goes on, as one word that callers hand back as they got it. */
public final class Bookmark {

    private Bookmark() {}

    /** Behind what is known by these texts. */
    public static String of(List<String> place) {
        return place.stream()
                .map(
                        text ->
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("."));
    }

    /**
     * The texts.
     *
     * @return null if it is none of ours, or not of so many
     */
    public static @Nullable List<String> read(String word, int size) {
        String[] parts = word.split("\\.", -1);
        if (parts.length != size) {
            return null;
        }
        List<String> place = new ArrayList<>();
        for (String part : parts) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(part);
                place.add(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
            } catch (IllegalArgumentException | CharacterCodingException e) {
                return null;
            }
        }
        // No text of a database has it.
        return place.stream().anyMatch(text -> text.indexOf('\0') >= 0) ? null : place;
    }
}
