package dev.signalbox.http.openai.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.application.call.form.Form;
import dev.signalbox.application.call.form.FormPart;
import dev.signalbox.application.call.form.FormStore;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.RequestBody;

import io.helidon.http.HeaderNames;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A form that was received whole: a small one is held, a large one lies in a file without a name
 * until it is closed. Used by the call's thread.
 */
public final class FormUpload implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FormUpload.class.getName());
    private static final int HELD = 64 * 1024;

    /** Of all fields that are no files. */
    private static final int LONGEST_FIELDS = 1024 * 1024;

    private static final String TOO_LONG = "its fields are longer than 1 MiB together";
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Written as JSON where they look like it; everything else is a text, whatever it looks like.
     */
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
                    "tags",
                    "timeout");

    private final AutoCloseable kept;
    private final Form form;
    private final byte[] fields;

    private FormUpload(AutoCloseable kept, Form form, byte[] fields) {
        this.kept = kept;
        this.form = form;
        this.fields = fields;
    }

    /**
     * Receives one.
     *
     * @param limit the most that it may have, in bytes
     */
    public static Checked<FormUpload> of(Exchange exchange, int limit) {
        Boundary boundary = Boundary.in(exchange.header(HeaderNames.CONTENT_TYPE));
        if (boundary == null) {
            return Checked.bad(
                    ErrorAnswer.unreadable(
                            "content-type",
                            "This takes a form: send it as multipart/form-data, with its boundary"
                                    + " in the content type."));
        }
        OptionalLong length = exchange.entity().length();
        if (length.isEmpty() || length.getAsLong() <= HELD || length.getAsLong() > limit) {
            return exchange.body(limit).then(body -> read(held(body), boundary));
        }
        Checked<Spool> spooled = exchange.entity().read(in -> spooled(in, length.getAsLong()));
        return spooled.then(spool -> read(new Kept(spool, spool), boundary));
    }

    private record Kept(FormStore store, AutoCloseable lasting) {}

    private static Kept held(RequestBody body) {
        return new Kept(new InMemory(body.bytes()), body);
    }

    private static Checked<Spool> spooled(InputStream in, long length) throws IOException {
        try {
            return Checked.good(Spool.of(in, length));
        } catch (Spool.NoRoom e) {
            LOG.log(System.Logger.Level.ERROR, "a form cannot be kept", e);
            return Checked.bad(
                    ErrorAnswer.of(
                                    503,
                                    "service_unavailable_error",
                                    null,
                                    "There is no room to keep this file for the moment. Try again"
                                            + " later.")
                            .retryAfter(LATER));
        }
    }

    private static Checked<FormUpload> read(Kept kept, Boundary boundary) {
        Checked<FormUpload> read;
        try {
            FormParser parser = new FormParser(kept.store(), boundary);
            List<FormPart> parts = parser.parts();
            Form form = new Form(boundary.mediaType(), boundary.text(), kept.store(), parts);
            read = Checked.good(new FormUpload(kept.lasting(), form, fields(parser, parts)));
        } catch (FormParser.Broken e) {
            read =
                    Checked.bad(
                            ErrorAnswer.unreadable(
                                    "request_body",
                                    "The form cannot be read: " + e.getMessage() + "."));
        } catch (IOException e) {
            close(kept.lasting());
            throw new UncheckedIOException(e);
        }
        if (read instanceof Checked.Bad<FormUpload>) {
            close(kept.lasting());
        }
        return read;
    }

    /** What the fields say, as JSON says it: so one reader reads both. */
    private static byte[] fields(FormParser parser, List<FormPart> parts)
            throws IOException, FormParser.Broken {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Set<String> lists = new HashSet<>();
        try (JsonGenerator json = JSON.createGenerator(all)) {
            json.writeStartObject();
            for (FormPart part : parts) {
                boolean list = part.isFile() || part.name().endsWith("[]");
                if (!list || lists.add(Form.bare(part.name()))) {
                    write(json, parser, parts, part);
                }
                json.flush();
                if (all.size() > LONGEST_FIELDS) {
                    throw new FormParser.Broken(TOO_LONG);
                }
            }
            json.writeEndObject();
        }
        return all.toByteArray();
    }

    private static void write(
            JsonGenerator json, FormParser parser, List<FormPart> parts, FormPart part)
            throws IOException, FormParser.Broken {
        String name = Form.bare(part.name());
        json.writeFieldName(name);
        if (part.isFile()) {
            json.writeString("");
        } else if (part.name().length() > name.length()) {
            writeList(json, parser, parts, part.name());
        } else {
            write(json, name, value(parser, part));
        }
    }

    private static void writeList(
            JsonGenerator json, FormParser parser, List<FormPart> parts, String name)
            throws IOException, FormParser.Broken {
        json.writeStartArray();
        for (FormPart part : parts) {
            if (part.name().equals(name) && !part.isFile()) {
                json.writeString(value(parser, part));
            }
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, String value) throws IOException {
        char first = value.isEmpty() ? ' ' : value.charAt(0);
        boolean structured = Character.isDigit(first) || first == '{' || first == '[';
        boolean word = value.equals("true") || value.equals("false") || value.equals("null");
        if (NOT_TEXTS.contains(name) && (structured || word)) {
            json.writeRawValue(value);
        } else {
            json.writeString(value);
        }
    }

    private static String value(FormParser parser, FormPart part)
            throws IOException, FormParser.Broken {
        if (part.end() - part.content() > LONGEST_FIELDS) {
            throw new FormParser.Broken(TOO_LONG);
        }
        return parser.text(part.content(), part.end());
    }

    /** The form as it came. */
    public Form form() {
        return form;
    }

    /** What its fields say, as one object of JSON in UTF-8; a file is an empty text. */
    public byte[] fields() {
        return fields;
    }

    /** Nobody needs it any more. */
    @Override
    public void close() {
        close(kept);
    }

    private static void close(AutoCloseable kept) {
        try {
            kept.close();
        } catch (Exception e) {
            throw new IllegalStateException("neither memory nor a file without a name fails", e);
        }
    }
}
