package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.simulator.catalogue.StreamFault;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.model.Places;

import org.junit.jupiter.api.Test;

/** A deployment that serves only so many requests at the same time. */
class PlacesTest extends SimulatorTest {

    private static final String BODY = Caller.chatBody("one");

    @Test
    void whoFindsNoPlaceIsRefusedUntilOneIsFree() throws Exception {
        simulator.configure("eu", settings().withPlaces(new Places(1, false)));
        try (Wire inside = occupying()) {
            assertThat(caller.chat(BODY).statusCode()).isEqualTo(429);
        }

        await().until(() -> simulator.traffic("eu").inFlight() == 0);
        assertThat(caller.chat(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void whoFindsNoPlaceWaitsInLineIfThereIsOne() throws Exception {
        simulator.configure("eu", settings().withPlaces(new Places(1, true)));
        try (Wire next = new Wire(simulator.port())) {
            try (Wire inside = occupying()) {
                next.send(Wire.chat(BODY, "Connection: close"));
                await().until(() -> simulator.traffic("eu").inFlight() == 2);
            }
            assertThat(next.readAll()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whoWaitsGoesInWhenThereAreMorePlaces() throws Exception {
        simulator.configure("eu", settings().withPlaces(new Places(1, true)));
        try (Wire inside = occupying();
                Wire next = new Wire(simulator.port())) {
            next.send(Wire.chat(BODY, "Connection: close"));
            await().until(() -> simulator.traffic("eu").inFlight() == 2);

            simulator.configure("eu", settings().withPlaces(new Places(2, true)));

            assertThat(next.readAll()).startsWith("HTTP/1.1 200");
        }
    }

    private Wire occupying() throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(StreamFault.STALL_FOREVER));
        Wire wire = new Wire(simulator.port());
        wire.send(Wire.chat(Caller.streamBody("one two three")));
        var unused = wire.readUntil("\"one\"");
        return wire;
    }
}
