package dev.signalbox.http.surface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.Route;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Answers {@code /routes} as LiteLLM does; nothing in it is secret. Safe for many threads. */
public final class RouteListing implements Route {

    private static final JsonFactory JSON = new JsonFactory();

    private final Supplier<List<Service>> services;

    /**
     * @param services asked each time
     */
    public RouteListing(Supplier<List<Service>> services) {
        this.services = services;
    }

    @Override
    public void serve(Exchange exchange, String variable) {
        exchange.answer(200, document());
    }

    private byte[] document() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("routes");
            List<Service> inOrder =
                    services.get().stream().sorted(Comparator.comparing(Service::path)).toList();
            for (Service service : inOrder) {
                write(service, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(Service service, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", service.path());
        json.writeArrayFieldStart("methods");
        json.writeString(service.method());
        json.writeEndArray();
        json.writeStringField("name", service.summary());
        json.writeStringField("endpoint", name(service.path()));
        json.writeEndObject();
    }

    /** The path as one word. */
    private static String name(String path) {
        String word = path.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
        return word.isEmpty() ? "root" : word;
    }
}
