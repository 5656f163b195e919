package dev.signalbox.http.openai.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.signalbox.application.call.Wishes.Elsewhere;
import dev.signalbox.application.call.Wishes.Fallback;
import dev.signalbox.application.call.body.CallBody.Member;
import dev.signalbox.application.call.json.Members;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a caller's own fallbacks: names, objects that change the body as well, or lists by the name
 * that failed. Used by one thread, once.
 */
final class FallbackReader {

    private static final String FIELD = "fallbacks";
    private static final int LONGEST_NAME = 64;

    /** Of a body, and a list: no group that failed. */
    private static final Set<String> LISTS_OF_A_BODY =
            Set.of("input", "messages", "modalities", "prompt", "stop", "tags", "tools");

    private final JsonParser parser;
    private final byte[] bytes;
    private final Flaws flaws;
    private final List<Fallback> list = new ArrayList<>();
    private final Map<ModelName, List<ModelName>> byName = new LinkedHashMap<>();

    FallbackReader(JsonParser parser, byte[] bytes, Flaws flaws) {
        this.parser = parser;
        this.bytes = bytes;
        this.flaws = flaws;
    }

    /** Reads the value that the parser stands at. */
    Elsewhere read() throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.START_OBJECT) {
            readObject(FIELD);
            if (!list.isEmpty()) {
                refuseForm();
            }
        } else if (value == JsonToken.START_ARRAY) {
            int at = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                readOne(FIELD + "[" + at + "]");
                at++;
            }
        } else {
            refuseForm();
        }
        if (!list.isEmpty() && !byName.isEmpty()) {
            flaws.refuse(
                    FIELD, "The fallbacks are either a list, or lists by the name that fails.");
        }
        if (list.size() + byName.values().stream().mapToInt(List::size).sum()
                > WishBounds.MOST_FALLBACKS) {
            flaws.refuse(FIELD, "A call has 20 fallbacks at most.");
        }
        return new Elsewhere(list, byName);
    }

    private void refuseForm() {
        flaws.refuse(FIELD, "The field fallbacks is a list of models' names, or of objects.");
    }

    private void readOne(String place) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                ModelName name = name(place);
                if (name != null) {
                    list.add(new Fallback(name, List.of()));
                }
            }
            case START_OBJECT -> readObject(place);
            default -> {
                flaws.refuse(place, "A fallback is a model's name, or an object.");
                parser.skipChildren();
            }
        }
    }

    /** What it is shows at its end: lists by name if there is nothing but lists of names. */
    private void readObject(String place) throws IOException {
        Members members = new Members(bytes, TopLevel.place(parser));
        Map<String, List<ModelName>> lists = new LinkedHashMap<>();
        ModelName model = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            int start = TopLevel.place(parser);
            JsonToken value = parser.nextToken();
            if (members.has(name)) {
                flaws.refuseSecond(place + "." + name);
            }
            if (name.equals("model")) {
                model = value == JsonToken.VALUE_STRING ? name(place + ".model") : null;
                if (value != JsonToken.VALUE_STRING) {
                    flaws.refuse(place + ".model", "The field model is a string.");
                }
            } else if (value == JsonToken.START_ARRAY && !LISTS_OF_A_BODY.contains(name)) {
                List<ModelName> names = namesOnly();
                if (names != null) {
                    lists.put(name, names);
                }
            } else if (name.equals("messages") && value != JsonToken.START_ARRAY) {
                flaws.refuse(place + ".messages", "The field messages is a list.");
            }
            parser.skipChildren();
            if (members.count() < WishBounds.MOST_CHANGES) {
                members.add(name, start);
            } else {
                flaws.refuse(place, "A fallback has 100 fields at most.");
            }
        }
        members.close(TopLevel.place(parser));
        if (members.count() > 0 && lists.size() == members.count()) {
            takeLists(place, lists);
        } else {
            list.add(new Fallback(model, changes(place, members)));
        }
    }

    private void takeLists(String place, Map<String, List<ModelName>> lists) {
        lists.forEach(
                (name, names) -> {
                    if (!ModelName.accepts(name)) {
                        refuseName(place);
                    } else if (byName.putIfAbsent(new ModelName(name), names) != null) {
                        flaws.refuseSecond(place + "." + name);
                    }
                });
    }

    /** The names in the list at hand; null if there is anything else in it. */
    private @Nullable List<ModelName> namesOnly() throws IOException {
        List<ModelName> names = new ArrayList<>();
        boolean only = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String text = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
            only &= ModelName.accepts(text);
            if (only) {
                names.add(new ModelName(text));
            }
            parser.skipChildren();
        }
        return only ? names : null;
    }

    private List<Member> changes(String place, Members members) {
        if (members.count() == 0) {
            flaws.refuse(place, "A fallback says what is different in it.");
        }
        List<Member> changes = new ArrayList<>();
        for (int i = 0; i < members.count(); i++) {
            String name = members.name(i);
            if (NotForCallers.inFallback(name)) {
                flaws.refuse(
                        place + "." + name,
                        "Rejected Request: "
                                + place
                                + "."
                                + name
                                + " is not allowed in request body.");
            } else if (!isPlain(name)) {
                flaws.refuse(
                        place, "A fallback's fields have names of letters, digits, - . and _.");
            } else if (!name.equals("model")) {
                int start = members.valueStart(i);
                changes.add(
                        new Member(
                                name, ByteBuffer.wrap(bytes, start, members.valueEnd(i) - start)));
            }
        }
        return changes;
    }

    /** It is written between quotes as it is. */
    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(
                                it ->
                                        it < 128
                                                && (Character.isLetterOrDigit(it)
                                                        || it == '_'
                                                        || it == '-'
                                                        || it == '.'));
    }

    private @Nullable ModelName name(String place) throws IOException {
        String text = parser.getText();
        if (!ModelName.accepts(text)) {
            refuseName(place);
            return null;
        }
        return new ModelName(text);
    }

    private void refuseName(String place) {
        flaws.refuse(place, "A model's name has 1 to 256 characters, none a control one.");
    }
}
