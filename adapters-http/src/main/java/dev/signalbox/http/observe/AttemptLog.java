package dev.signalbox.http.observe;

import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Writes a line for what becomes of calls: words and values, {@code key=value}. A value that is not
 * plain stands in quotes with everything escaped that could end a line or a quote, because some are
 * the caller's. What the upstream said of a failure is not in it: that may repeat the question.
 * Safe for many threads.
 */
public final class AttemptLog implements Signals {

    private static final System.Logger LOG = System.getLogger(AttemptLog.class.getName());

    private static final int LONGEST = 200;
    private static final String PLAIN = "._:/-*@+";

    private final Detail detail;
    private final Consumer<String> out;

    /** What is written ({@code log_attempts}). */
    public enum Detail {
        /** What failed, what was tried again, where calls went instead, and who rests. */
        FAILURES,
        /** Every attempt besides. */
        ALL
    }

    /** Writes to the log of the process. */
    public AttemptLog(Detail detail) {
        this(detail, line -> LOG.log(Level.INFO, line));
    }

    /**
     * @param out takes each line, without its end
     */
    AttemptLog(Detail detail, Consumer<String> out) {
        this.detail = detail;
        this.out = out;
    }

    @Override
    public void attempted(Attempted attempt) {
        Fault fault = attempt.fault();
        if (fault == null && attempt.number() == 1 && detail == Detail.FAILURES) {
            return;
        }
        Line line =
                new Line("attempt")
                        .with("call", attempt.call())
                        .with("asked", attempt.asked().text())
                        .place(attempt.place())
                        .with("number", Integer.toString(attempt.number()))
                        .with("why", attempt.why().get())
                        .with("outcome", fault == null ? "answered" : word(fault.kind()))
                        .millis("took_ms", attempt.took())
                        .with("next", word(attempt.next()));
        Duration wait = fault == null ? null : fault.retryAfter();
        out.accept((wait == null ? line : line.millis("retry_after_ms", wait)).text());
    }

    @Override
    public void rests(Place place, Duration rest, Fault why) {
        out.accept(
                new Line("rest")
                        .place(place)
                        .with("because", word(why.kind()))
                        .millis("rest_ms", rest)
                        .text());
    }

    @Override
    public void returned(Place place) {
        out.accept(new Line("return").place(place).text());
    }

    @Override
    public void fellBack(ModelName from, ModelName to, boolean served) {
        out.accept(
                new Line("fallback")
                        .with("from", from.text())
                        .with("to", to.text())
                        .with("served", Boolean.toString(served))
                        .text());
    }

    @Override
    public void retryRefused(ModelName group) {
        out.accept(new Line("retry_refused").with("group", group.text()).text());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** One line on its way. */
    private static final class Line {
        private final StringBuilder text;

        private Line(String what) {
            this.text = new StringBuilder(what);
        }

        private Line with(String key, String value) {
            text.append(' ').append(key).append('=');
            String shown = value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
            if (!shown.isEmpty() && shown.chars().allMatch(Line::isPlain)) {
                text.append(shown);
            } else {
                quote(shown);
            }
            return this;
        }

        private Line millis(String key, Duration duration) {
            return with(key, Long.toString(duration.toMillis()));
        }

        private Line place(Place place) {
            return with("group", place.group().text())
                    .with("deployment", place.deployment().id().text());
        }

        private void quote(String value) {
            text.append('"');
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\').append(c);
                } else if (c >= ' ' && c < 0x7f) {
                    text.append(c);
                } else {
                    text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                }
            }
            text.append('"');
        }

        private static boolean isPlain(int c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || PLAIN.indexOf(c) >= 0;
        }

        private String text() {
            return text.toString();
        }
    }
}
