package dev.signalbox.http.openai.reading;

import dev.signalbox.application.call.Wishes;
import dev.signalbox.http.exchange.ErrorAnswer;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the headers of one request say about the way of its call. Used by one thread, once. */
final class HeaderWishes {

    private static final HeaderName TIMEOUT = HeaderNames.create("x-litellm-timeout");
    private static final HeaderName STREAM_TIMEOUT = HeaderNames.create("x-litellm-stream-timeout");
    private static final HeaderName RETRIES = HeaderNames.create("x-litellm-num-retries");
    private static final HeaderName TAGS = HeaderNames.create("x-litellm-tags");
    private static final HeaderName SESSION = HeaderNames.create("x-litellm-session-id");
    private static final HeaderName TRACE = HeaderNames.create("x-litellm-trace-id");

    /** The first one that is there counts, and more than the body. */
    private static final List<HeaderName> USERS =
            List.of(
                    HeaderNames.create("x-litellm-customer-id"),
                    HeaderNames.create("x-litellm-end-user-id"));

    private static final int LONGEST_NUMBER = 32;

    private final Exchange exchange;
    private final Flaws flaws;

    HeaderWishes(Exchange exchange, Flaws flaws) {
        this.exchange = exchange;
        this.flaws = flaws;
    }

    /** These above what the body says, tags put together; the body's alone if there are none. */
    Wishes over(Wishes body) {
        Integer retries = readRetries();
        Duration timeout = readWait(TIMEOUT);
        Duration streamTimeout = readWait(STREAM_TIMEOUT);
        Set<String> tags = readTags(body.tags());
        String session = body.session() == null ? readSession() : body.session();
        String user = readUser(body.user());
        boolean nothing = retries == null && timeout == null && streamTimeout == null;
        if (nothing
                && tags.equals(body.tags())
                && Objects.equals(session, body.session())
                && Objects.equals(user, body.user())) {
            return body;
        }
        return new Wishes(
                body.elsewhere(),
                body.stays(),
                retries == null ? body.retries() : retries,
                timeout == null ? body.timeout() : timeout,
                streamTimeout == null ? body.streamTimeout() : streamTimeout,
                tags,
                session,
                user);
    }

    private @Nullable Integer readRetries() {
        String text = exchange.header(RETRIES);
        if (text == null) {
            return null;
        }
        Integer times = WishBounds.retries(number(text));
        if (times == null) {
            refuse(RETRIES, "is a whole number, 0 or more.");
        }
        return times;
    }

    private @Nullable Duration readWait(HeaderName name) {
        String text = exchange.header(name);
        if (text == null) {
            return null;
        }
        Duration wait = WishBounds.wait(number(text));
        if (wait == null) {
            refuse(name, "is a number of seconds, more than 0.");
        }
        return wait;
    }

    /** Below 0 if it is none: neither a wait nor how often. */
    private static double number(String text) {
        String number = text.strip();
        boolean plain =
                !number.isEmpty()
                        && number.length() <= LONGEST_NUMBER
                        && number.chars().allMatch(it -> "+-.0123456789eE".indexOf(it) >= 0);
        try {
            return plain ? Double.parseDouble(number) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private Set<String> readTags(Set<String> ofBody) {
        String text = exchange.header(TAGS);
        if (text == null) {
            return ofBody;
        }
        Set<String> tags = new LinkedHashSet<>(ofBody);
        for (String part : text.split(",", -1)) {
            String tag = part.strip();
            if (tag.length() > WishBounds.LONGEST_TEXT) {
                refuse(TAGS, "is a list of tags of 256 letters at most.");
            } else if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        if (tags.size() > WishBounds.MOST_TAGS) {
            refuse(TAGS, "and the body name more than 64 tags.");
        }
        return tags;
    }

    /** What cannot be one is not taken for one; programs send such headers without our asking. */
    private @Nullable String readSession() {
        String session = exchange.header(SESSION);
        if (session == null) {
            session = exchange.header(TRACE);
        }
        if (session == null) {
            session = exchange.headerNamed("x-", "-session-id");
        }
        return session != null && WishBounds.isWord(session) ? session : null;
    }

    private @Nullable String readUser(@Nullable String ofBody) {
        for (HeaderName name : USERS) {
            String user = exchange.header(name);
            if (user != null && !user.isBlank()) {
                if (!WishBounds.isWord(user)) {
                    refuse(name, "is a text of 1 to 256 letters.");
                }
                return user;
            }
        }
        return ofBody;
    }

    private void refuse(HeaderName name, String what) {
        flaws.note(
                ErrorAnswer.unreadable(
                        name.lowerCase(), "The header " + name.lowerCase() + " " + what));
    }
}
