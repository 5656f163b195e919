package dev.signalbox.openai.answer;

import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.ReplySink.Note;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Faulted;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.openai.reading.Looks;
import dev.signalbox.openai.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a reply begins with, and so what it is: events, a document, or something in kind. */
public final class Beginning {

    private static final int FIRST_READ = 8 * 1024;

    /** Some events: two thousand streams have two thousand of these. */
    private static final int FIRST_EVENTS = 2 * 1024;

    private static final int LONGEST_COUNT = 32;

    private static final String EMPTY = "it is empty";
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final List<String> NOTES =
            List.of(
                    "x-ratelimit-limit-requests",
                    "x-ratelimit-limit-tokens",
                    "x-ratelimit-remaining-requests",
                    "x-ratelimit-remaining-tokens",
                    "x-ratelimit-reset-requests",
                    "x-ratelimit-reset-tokens",
                    "retry-after");

    private Beginning() {}

    /** What was read of a body. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Read(byte[] bytes, int length) {}

    /**
     * Waits for the beginning of an answer.
     *
     * @throws IOException if none comes
     */
    public static Attempt of(Source source) throws IOException {
        Reply reply = source.reply();
        if (source.order().call().endpoint().answersInKind() && isInKind(reply)) {
            return inKind(source);
        }
        boolean declared = isOfEvents(reply);
        // Room for a byte more: so its end is found without more room.
        long usual = declared ? FIRST_EVENTS : FIRST_READ;
        byte[] first = new byte[(int) Math.min(FIRST_READ, reply.length().orElse(usual) + 1)];
        int filled = 0;
        Looks looks = Looks.OPEN;
        while (looks == Looks.OPEN) {
            int count = reply.read(first, filled, first.length - filled);
            filled += Math.max(count, 0);
            boolean ended = count < 0 || filled == first.length;
            looks = Looks.of(first, filled, ended, declared);
        }
        return switch (looks) {
            case EVENTS ->
                    Events.begin(source, head(source, Form.EVENTS, EVENT_STREAM), first, filled);
            case DOCUMENT ->
                    Documents.begin(source, head(source, Form.DOCUMENT, JSON), first, filled);
            case NEITHER, OPEN ->
                    new Faulted(
                            source.faults()
                                    .unreadable(filled == 0 ? EMPTY : "neither JSON nor events"));
        };
    }

    private static Attempt inKind(Source source) throws IOException {
        byte[] first = new byte[FIRST_READ];
        int filled = source.reply().read(first, 0, first.length);
        if (filled <= 0) {
            return new Faulted(source.faults().unreadable(EMPTY));
        }
        source.reply().begin(source.order().patience().silence());
        return new Opened(
                LargeDocument.ofAnything(source, head(source, Form.DOCUMENT, null), first, filled));
    }

    /** Sound, or a text: whatever it says that it is, but for what says something else than it. */
    private static boolean isInKind(Reply reply) {
        String type = reply.header("content-type");
        String media = type == null ? "" : media(type);
        return !media.isEmpty()
                && !media.equals(JSON)
                && !media.equals(EVENT_STREAM)
                && !media.equals("text/html");
    }

    private static boolean isOfEvents(Reply reply) {
        String type = reply.header("content-type");
        return type != null && media(type).equals(EVENT_STREAM);
    }

    private static String media(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** With the type that it says; if {@code usual} is not null, only with one of that kind. */
    private static Head head(Source source, Form form, @Nullable String usual) {
        Reply reply = source.reply();
        String said = reply.header("content-type");
        boolean kept = said != null && (usual == null || media(said).equals(usual));
        String type =
                kept && said != null ? said : usual == null ? "application/octet-stream" : usual;
        List<Note> notes = new ArrayList<>();
        for (String name : NOTES) {
            String value = reply.header(name);
            // A negative count means that the upstream does not know.
            if (value != null && isCount(value)) {
                notes.add(new Note(name, value));
            }
        }
        return new Head(
                form,
                type,
                form == Form.EVENTS ? OptionalLong.empty() : reply.length(),
                source.order().served(),
                notes);
    }

    /** A number, perhaps with a fraction and units: {@code 60}, {@code 6m0s}, {@code 1.5s}. */
    private static boolean isCount(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean unit = c == '.' || (c >= 'a' && c <= 'z');
            if (!isDigit(c) && (i == 0 || !unit)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_COUNT;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
