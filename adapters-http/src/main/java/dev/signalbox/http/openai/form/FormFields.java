package dev.signalbox.http.openai.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;

import dev.signalbox.application.call.form.Form;
import dev.signalbox.application.call.form.FormPart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the fields of a form say, written as JSON says it: so one reader reads both. A field that
 * acts here must be one whole JSON value; everything else is a text, whatever it looks like. Used
 * by one thread, once.
 */
final class FormFields {

    /** Of all fields that are no files, in bytes. */
    private static final int LONGEST = 512 * 1024;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String TAGS = "tags";

    /** Numbers, words, objects and lists, as a body of JSON has them. */
    private static final Set<String> NOT_TEXTS =
            Set.of(
                    "disable_fallbacks",
                    "fallbacks",
                    "metadata",
                    "n",
                    "num_retries",
                    "request_timeout",
                    "stream",
                    "stream_timeout",
                    TAGS,
                    "timeout");

    private final FormParser parser;
    private final List<FormPart> parts;

    FormFields(FormParser parser, List<FormPart> parts) {
        this.parser = parser;
        this.parts = parts;
    }

    /**
     * One object in UTF-8; a file is an empty text in it.
     *
     * @throws FormParser.Broken if a field is not what it has to be, or they are too long
     */
    byte[] json() throws IOException, FormParser.Broken {
        requireShort();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Set<String> lists = new HashSet<>();
        try (JsonGenerator json = JSON.createGenerator(all)) {
            json.writeStartObject();
            for (FormPart part : parts) {
                boolean list = part.isFile() || part.name().endsWith("[]");
                if (!list || lists.add(Form.bare(part.name()))) {
                    write(json, part);
                }
            }
            json.writeEndObject();
        }
        return all.toByteArray();
    }

    private void requireShort() throws FormParser.Broken {
        long length = 0;
        for (FormPart part : parts) {
            length += part.isFile() ? 0 : part.end() - part.content();
        }
        if (length > LONGEST) {
            throw new FormParser.Broken("its fields are longer than 512 KiB together");
        }
    }

    private void write(JsonGenerator json, FormPart part) throws IOException, FormParser.Broken {
        String name = Form.bare(part.name());
        json.writeFieldName(name);
        boolean acts = NOT_TEXTS.contains(name);
        if (part.isFile()) {
            if (acts) {
                throw new FormParser.Broken("the field " + name + " is a file");
            }
            json.writeString("");
        } else if (part.name().length() > name.length()) {
            writeList(json, part.name());
        } else if (acts) {
            writeValue(json, name, value(part));
        } else {
            json.writeString(value(part));
        }
    }

    private void writeList(JsonGenerator json, String name) throws IOException {
        json.writeStartArray();
        for (FormPart part : parts) {
            if (part.name().equals(name) && !part.isFile()) {
                json.writeString(value(part));
            }
        }
        json.writeEndArray();
    }

    private static void writeValue(JsonGenerator json, String name, String value)
            throws IOException, FormParser.Broken {
        if (name.equals(TAGS) && !value.startsWith("[")) {
            json.writeArray(new String[] {value}, 0, 1);
            return;
        }
        if (!isOneValue(value)) {
            throw new FormParser.Broken("the field " + name + " is no JSON");
        }
        json.writeRawValue(value);
    }

    /** Alone: what is written beside others could begin in one field and end in the next. */
    private static boolean isOneValue(String value) throws IOException {
        try (JsonParser alone = JSON.createParser(value)) {
            if (alone.nextToken() == null) {
                return false;
            }
            alone.skipChildren();
            return alone.currentToken() != null && alone.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private String value(FormPart part) throws IOException {
        return parser.text(part.content(), part.end());
    }
}
