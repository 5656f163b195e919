package dev.signalbox.http.connection;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.spi.ServerConnection;

import java.time.Duration;

/**
 * A connection while it is served: entered in the list of lines at the start, removed at the end.
 */
final class ServedLine implements ServerConnection, InterruptableTask<Void> {

    private final Line line;
    private final Lines lines;
    private final Http1Connection http;

    ServedLine(Line line, Lines lines, Http1Connection http) {
        this.line = line;
        this.lines = lines;
        this.http = http;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        lines.enter(line);
        boolean refused = false;
        try {
            http.handle(limit);
            // Only a refusal of its own ends the loop of the server beneath without an exception.
            refused = true;
        } finally {
            try {
                line.linger(refused);
            } finally {
                lines.leave(line);
            }
        }
    }

    @Override
    public Duration idleTime() {
        // Idle connections are ended by the patrol, which knows which of them are idle.
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http.canInterrupt();
    }
}
