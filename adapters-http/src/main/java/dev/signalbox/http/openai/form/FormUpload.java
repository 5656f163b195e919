package dev.signalbox.http.openai.form;

import dev.signalbox.application.call.form.Form;
import dev.signalbox.application.call.form.FormPart;
import dev.signalbox.application.call.form.FormStore;
import dev.signalbox.http.exchange.Checked;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.RequestBody;

import io.helidon.http.HeaderNames;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A form that was received whole: a small one is held, a large one lies in a file without a name
 * until it is closed. Used by the call's thread.
 */
public final class FormUpload implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FormUpload.class.getName());
    private static final int HELD = 64 * 1024;

    private static final Duration LATER = Duration.ofSeconds(1);

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
        boolean used = false;
        try {
            FormParser parser = new FormParser(kept.store(), boundary);
            List<FormPart> parts = parser.parts();
            byte[] fields = new FormFields(parser, parts).json();
            Form form = new Form(boundary.mediaType(), boundary.text(), kept.store(), parts);
            used = true;
            return Checked.good(new FormUpload(kept.lasting(), form, fields));
        } catch (FormParser.Broken e) {
            return Checked.bad(
                    ErrorAnswer.unreadable(
                            "request_body", "The form cannot be read: " + e.getMessage() + "."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!used) {
                close(kept.lasting());
            }
        }
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
