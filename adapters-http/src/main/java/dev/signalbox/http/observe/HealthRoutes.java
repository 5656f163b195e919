package dev.signalbox.http.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.signalbox.application.driving.ReportHealth;
import dev.signalbox.http.exchange.Exchange;

import java.nio.charset.StandardCharsets;

/** Answers probes; nobody needs a key for that. Safe for many threads. */
public final class HealthRoutes {

    private static final byte[] ALIVE = "\"I'm alive!\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] GREETING = "Signalbox: RUNNING\n".getBytes(StandardCharsets.UTF_8);

    private final ReportHealth health;
    private final ObjectWriter json = JsonMapper.builder().build().writer();

    public HealthRoutes(ReportHealth health) {
        this.health = health;
    }

    /** Whether the process lives. */
    public void alive(Exchange exchange, String variable) {
        exchange.answer(200, ALIVE);
    }

    /** Whether calls are served. */
    public void ready(Exchange exchange, String variable) {
        Readiness readiness = Readiness.of(health.report(), exchange.version());
        exchange.answer(readiness.httpStatus(), json(readiness));
    }

    /** Says hello to whoever looks with a browser. */
    public void greet(Exchange exchange, String variable) {
        exchange.answer(200, "text/plain; charset=utf-8", GREETING);
    }

    private byte[] json(Readiness readiness) {
        try {
            return json.writeValueAsBytes(readiness);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts can always be written", e);
        }
    }
}
