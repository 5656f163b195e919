package dev.signalbox.openai.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.domain.catalog.Fault;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

class LongMessagesTest {

    private static final String SECRET = "key-of-a-resource-in-europe";

    @Test
    void aSecretThatAMessageIsCutInIsNotShownInPart() {
        OpenAiFaults faults = new OpenAiFaults(() -> List.of(SECRET), InstantSource.system());
        for (int before = 8192 - SECRET.length(); before <= 8192; before++) {
            String message = "x".repeat(before) + SECRET + " is not known here";
            byte[] body =
                    ("{\"error\":{\"message\":\"" + message + "\"}}")
                            .getBytes(StandardCharsets.UTF_8);

            Fault fault = faults.classify(500, name -> null, body);

            assertThat(fault.message()).doesNotContain("key-");
        }
    }
}
