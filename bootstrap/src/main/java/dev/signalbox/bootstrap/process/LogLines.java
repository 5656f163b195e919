package dev.signalbox.bootstrap.process;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Writes each log record as one line on the error stream. The one place that knows the platform's
 * own logging, because somebody must set it up.
 */
public final class LogLines extends Formatter {

    /** Made by the platform's logging. */
    public LogLines() {}

    /**
     * From now on, logs look like this.
     *
     * @param word LiteLLM's word for how much is told ({@code DEBUG}, {@code INFO}, {@code ERROR});
     *     null for the usual
     * @param debug true: as much as with {@code DEBUG}
     */
    public static void setUp(@Nullable String word, boolean debug) {
        Levels levels = levels(debug ? "DEBUG" : word == null ? "" : word.toUpperCase(Locale.ROOT));
        String settings =
                """
                handlers = java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level = ALL
                java.util.logging.ConsoleHandler.formatter = %s
                .level = %s
                dev.signalbox.level = %s
                """
                        .formatted(LogLines.class.getName(), levels.others(), levels.ours());
        try {
            LogManager.getLogManager()
                    .readConfiguration(
                            new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other people's code never tells more than INFO: nobody has looked what it would tell. */
    private record Levels(String ours, String others) {}

    private static Levels levels(String word) {
        return switch (word) {
            case "DEBUG" -> new Levels("FINE", "INFO");
            case "ERROR", "CRITICAL" -> new Levels("SEVERE", "SEVERE");
            case "WARNING" -> new Levels("WARNING", "WARNING");
            default -> new Levels("INFO", "WARNING");
        };
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(128);
        line.append(record.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
        line.append(word(record.getLevel())).append(' ');
        line.append(record.getLoggerName()).append(": ");
        line.append(oneLine(formatMessage(record)));
        if (record.getThrown() != null) {
            line.append(" | ").append(oneLine(trace(record.getThrown())));
        }
        return line.append('\n').toString();
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String trace(Throwable thrown) {
        StringBuilder trace = new StringBuilder();
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && told.add(cause); cause = cause.getCause()) {
            trace.append(trace.isEmpty() ? "" : " <- ").append(cause);
            for (StackTraceElement frame : cause.getStackTrace()) {
                trace.append(" at ").append(frame);
            }
        }
        return trace.toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " | ");
    }
}
