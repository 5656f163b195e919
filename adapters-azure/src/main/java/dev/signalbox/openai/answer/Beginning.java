package dev.signalbox.openai.answer;

import dev.signalbox.application.call.ReplySink.Form;
import dev.signalbox.application.call.ReplySink.Head;
import dev.signalbox.application.call.ReplySink.Note;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Faulted;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.openai.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** In digits; more than these do not fit into a long. */
    private static final int LONGEST_LENGTH = 18;

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
    record Read(byte[] bytes, int length) {}

    /**
     * Waits for the beginning of an answer.
     *
     * @throws IOException if none comes
     */
    public static Attempt of(Source source) throws IOException {
        Reply reply = source.reply();
        boolean inKind = source.order().call().endpoint().answersInKind() && isInKind(reply);
        // Room for a byte more: so its end is found without more room.
        long usual = isOfEvents(reply) ? FIRST_EVENTS : FIRST_READ;
        long room = inKind ? FIRST_READ : Math.min(FIRST_READ, length(reply).orElse(usual) + 1);
        byte[] first = new byte[(int) room];
        int filled = 0;
        Looks looks = Looks.OPEN;
        while (looks == Looks.OPEN) {
            int count = reply.read(first, filled, first.length - filled);
            filled += Math.max(count, 0);
            boolean ended = count < 0 || filled == first.length;
            looks = inKind ? kind(filled) : looks(first, filled, ended, reply);
        }
        return begin(source, looks, first, filled);
    }

    private static Attempt begin(Source source, Looks looks, byte[] first, int filled)
            throws IOException {
        return switch (looks) {
            case EVENTS ->
                    Events.begin(source, head(source, Form.EVENTS, EVENT_STREAM), first, filled);
            case DOCUMENT ->
                    Documents.begin(source, head(source, Form.DOCUMENT, JSON), first, filled);
            case IN_KIND -> {
                source.reply().begin(source.order().patience().silence());
                Head head = head(source, Form.DOCUMENT, null);
                yield new Opened(LargeDocument.ofAnything(source, head, first, filled));
            }
            case NEITHER, OPEN ->
                    new Faulted(
                            source.faults()
                                    .unreadable(
                                            filled == 0
                                                    ? "it is empty"
                                                    : "neither JSON nor events"));
        };
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

    private static Looks kind(int filled) {
        return filled > 0 ? Looks.IN_KIND : Looks.NEITHER;
    }

    private static boolean isOfEvents(Reply reply) {
        String type = reply.header("content-type");
        return type != null && type.startsWith(EVENT_STREAM);
    }

    /** What the beginning of a body looks like. */
    private enum Looks {
        OPEN,
        EVENTS,
        DOCUMENT,
        IN_KIND,
        NEITHER
    }

    /** Judged by the bytes: fronts lose the media type, and some hosts send the wrong one. */
    private static Looks looks(byte[] first, int filled, boolean ended, Reply reply) {
        if (filled > 0 && first[0] == '{') {
            return Looks.DOCUMENT;
        }
        String text = new String(first, 0, filled, StandardCharsets.UTF_8);
        String begin = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        if (begin.startsWith("{")) {
            return Looks.DOCUMENT;
        }
        String type = reply.header("content-type");
        boolean declared = type != null && media(type).equals(EVENT_STREAM);
        if (begin.startsWith(":") || (declared && !begin.isEmpty())) {
            return Looks.EVENTS;
        }
        for (String field : List.of("data:", "event:", "id:", "retry:")) {
            if (begin.startsWith(field)) {
                return Looks.EVENTS;
            }
            if (!ended && field.startsWith(begin)) {
                return Looks.OPEN;
            }
        }
        return !ended && begin.isEmpty() ? Looks.OPEN : Looks.NEITHER;
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
                form == Form.EVENTS ? OptionalLong.empty() : length(reply),
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

    private static OptionalLong length(Reply reply) {
        // Who frames a body in pieces says no length that counts.
        String length =
                reply.header("transfer-encoding") == null ? reply.header("content-length") : null;
        if (length == null || length.isEmpty() || length.length() > LONGEST_LENGTH) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < length.length(); i++) {
            if (!isDigit(length.charAt(i))) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(length));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
