package dev.signalbox.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;

class LogLinesTest {

    @Test
    void aRecordIsOneLineWithTimeAndLevel() {
        LogRecord record = record(Level.WARNING, "two\nlines of {0}");
        record.setParameters(new Object[] {"text"});

        assertThat(new LogLines().format(record))
                .isEqualTo("2026-01-02T03:04:05.678Z WARN a.b: two | lines of text\n");
    }

    @Test
    void aFailureStaysOnItsLine() {
        LogRecord record = record(Level.SEVERE, "it failed");
        record.setThrown(
                new IllegalStateException("outer", new IllegalArgumentException("inner\nlines")));

        String line = new LogLines().format(record);

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line)
                .startsWith("2026-01-02T03:04:05.678Z ERROR a.b: it failed | ")
                .contains("IllegalStateException: outer at ")
                .contains(" <- java.lang.IllegalArgumentException: inner | lines at ")
                .contains("LogLinesTest");
    }

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("a.b");
        record.setInstant(Instant.parse("2026-01-02T03:04:05.678901Z"));
        return record;
    }
}
