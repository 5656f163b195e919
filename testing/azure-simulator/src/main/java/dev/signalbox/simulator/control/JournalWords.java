package dev.signalbox.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.journal.Traffic;
import dev.signalbox.simulator.wire.Ending;
import dev.signalbox.simulator.wire.Header;

import java.util.Locale;

/** What was seen, as JSON. */
final class JournalWords {

    private JournalWords() {}

    /** One exchange, the body both as base64 and as text. */
    static void write(Exchange exchange, ObjectNode into) {
        into.put("number", exchange.number());
        into.put("resource", exchange.resource());
        into.put("deployment", exchange.deployment());
        into.put("method", exchange.head().method());
        into.put("target", exchange.head().target());
        ArrayNode headers = into.putArray("headers");
        for (Header header : exchange.head().headers()) {
            headers.addObject().put("name", header.name()).put("value", header.value());
        }
        into.put("body", exchange.body());
        into.put("text", exchange.text());
        into.put("connection", exchange.connection());
        into.put("reuse", exchange.reuse());
        into.put("arrived", exchange.arrived().toString());
        into.put("arrivedNanos", exchange.arrivedNanos());
        into.put("status", exchange.status());
        into.put("scenario", exchange.scenario());
        Ending ending = exchange.ending();
        if (ending == null) {
            into.putNull("ending");
            return;
        }
        into.putObject("ending")
                .put("kind", ending.kind().name().toLowerCase(Locale.ROOT))
                .put("bytes", ending.bytes())
                .put("at", ending.at().toString());
    }

    /** Counts of one resource or of all. */
    static void write(Traffic traffic, ObjectNode into) {
        into.put("inFlight", traffic.inFlight());
        into.put("connectionsOpened", traffic.connectionsOpened());
        into.put("connectionsOpen", traffic.connectionsOpen());
        into.put("requests", traffic.requests());
    }
}
