package dev.signalbox.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.http.exchange.Exchange;
import dev.signalbox.http.exchange.Route;
import dev.signalbox.http.surface.Policy;
import dev.signalbox.http.surface.Service;
import dev.signalbox.http.surface.Side;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Serves the description of everything that is served; nothing in it is secret. */
public final class ApiRoutes {

    private static final Route NOT_YET = (exchange, variable) -> {};

    private ApiRoutes() {}

    /**
     * The routes that describe {@code served}, and themselves. The description is written when
     * somebody first asks for it: most processes are never asked, and a start would wait for it.
     *
     * @param version ours, as shown to callers
     */
    public static List<Service> describing(List<Service> served, String version) {
        List<Service> all = Stream.concat(served.stream(), services(NOT_YET, NOT_YET)).toList();
        return services(document(() -> ApiDocument.of(all, version)), page(ApiPage.read()))
                .toList();
    }

    private static Stream<Service> services(Route document, Route page) {
        Side side = Side.ADMINISTRATION;
        String describes = "Describes every route, as OpenAPI 3.1";
        return Stream.of(
                side.get("/openapi.json", Policy.PUBLIC, describes, document),
                side.get("/openapi", Policy.PUBLIC, describes, document),
                side.get("/docs", Policy.PUBLIC, "Shows that description, to browse", page));
    }

    private static Route document(Supplier<ObjectNode> document) {
        AtomicReference<byte @Nullable []> written = new AtomicReference<>();
        return (Exchange exchange, String variable) -> {
            byte[] bytes = written.get();
            if (bytes == null) {
                // Several who ask first write the same.
                bytes = document.get().toString().getBytes(StandardCharsets.UTF_8);
                written.set(bytes);
            }
            exchange.answer(200, bytes);
        };
    }

    private static Route page(ApiPage page) {
        return (Exchange exchange, String variable) -> page.answer(exchange);
    }
}
