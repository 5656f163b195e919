package dev.signalbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dev.signalbox.simulator.catalogue.BodyFault;
import dev.signalbox.simulator.catalogue.Scenarios;
import dev.signalbox.simulator.fault.FaultOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Documents with status 200 that are not what they should be. */
class BodyFaultsTest extends SimulatorTest {

    private static final String BODY = Caller.chatBody("Hi");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F45|/choices|",
                "F45B|/choices|[]",
                "F45C|/choices/0/message|",
                "F45C|/choices/0/finish_reason|\"content_filter\"",
                "F45D|/choices/0/message/content|null",
                "F46|/usage|",
                "F46B|/usage|null",
                "F46C|/usage|{\"completion_tokens\":0,\"prompt_tokens\":0,\"total_tokens\":0}",
                "F47|/surprise|{}",
                "F44|/error/type|\"server_error\""
            })
    void aDocumentLacksWhatItShouldHave(String id, String pointer, String value) throws Exception {
        HttpResponse<String> answer = faulted(Scenarios.named(id).title());

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode found = Caller.json(answer).at(pointer);
        assertThat(found.isMissingNode()).isEqualTo(value == null);
        if (value != null) {
            assertThat(found.toString()).isEqualTo(value);
        }
    }

    @Test
    void aBodyIsEmpty() throws Exception {
        assertThat(faulted("F39").body()).isEmpty();
    }

    @Test
    void aStreamIsEmpty() throws Exception {
        order("F39");

        assertThat(caller.chat(Caller.streamBody("Hi")).body()).isEmpty();
    }

    @Test
    void aBodyIsAPage() throws Exception {
        assertThat(faulted("F40").body()).startsWith("<html>");
    }

    @Test
    void aDocumentIsCutButItsLengthIsRight() throws Exception {
        String body = faulted("F41").body();

        assertThat(body).startsWith("{\"choices\"");
        assertThatThrownBy(() -> Caller.json(body)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aLengthPromisesMoreThanComes() {
        order("F41B");

        assertThatThrownBy(() -> caller.chat(BODY)).isInstanceOf(IOException.class);
    }

    @Test
    void aLengthPromisesLessThanComes() throws Exception {
        order("F41C");
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(BODY)).readAll();

            String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
            int sent = answer.length() - head.length() - 4;
            assertThat(head).contains("content-length: " + sent / 2);
        }
    }

    @Test
    void aTextIsNoUtf8() throws Exception {
        order("F42");
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(BODY, "Connection: close")).readAll();

            byte[] body =
                    answer.substring(answer.indexOf("\r\n\r\n") + 4)
                            .getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(
                            () ->
                                    StandardCharsets.UTF_8
                                            .newDecoder()
                                            .decode(java.nio.ByteBuffer.wrap(body)))
                    .isInstanceOf(CharacterCodingException.class);
        }
    }

    @Test
    void aBodyIsCompressedThoughNobodyAsked() throws Exception {
        assertThat(unpacked("F43")).contains("\"content\":\"Hi\"");
    }

    @Test
    void aCompressedBodyIsCorrupt() {
        assertThatThrownBy(() -> unpacked("F43B")).isInstanceOf(IOException.class);
    }

    @Test
    void aKeyStandsTwice() throws Exception {
        assertThat(faulted("F47").body())
                .startsWith("{\"model\":\"another\"")
                .contains("\"model\":\"gpt-3.5-turbo-0125\"");
    }

    @Test
    void aDocumentIsVeryDeep() throws Exception {
        assertThat(faulted("F47B").body()).contains("[".repeat(10_000));
    }

    @Test
    void aDocumentIsHuge() throws Exception {
        assertThat(faulted("F47C").body()).hasSizeGreaterThan(50_000_000);
    }

    @Test
    void aContentTypeIsWrongOrMissing() throws Exception {
        assertThat(faulted("F48").headers().firstValue("content-type")).hasValue("text/plain");
        assertThat(faulted("F48B").headers().firstValue("content-type")).isEmpty();
    }

    @Test
    void aStreamComesThoughADocumentWasWanted() throws Exception {
        assertThat(StreamTest.events(faulted("F68").body())).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedAnywayIsRefusedAsAlways(BodyFault fault) throws Exception {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(fault));

        HttpResponse<String> answer =
                caller.send(
                        caller.post(Caller.chatPath(Caller.DEPLOYMENT), BODY)
                                .header("api-key", "wrong"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Access denied");
    }

    private void order(String name) {
        simulator.order("eu", Caller.DEPLOYMENT, FaultOrder.once(Scenarios.named(name)));
    }

    private HttpResponse<String> faulted(String name) throws Exception {
        order(name);
        return caller.chat(BODY);
    }

    private String unpacked(String name) throws Exception {
        order(name);
        try (Wire wire = new Wire(simulator.port())) {
            String answer = wire.send(Wire.chat(BODY, "Connection: close")).readAll();
            assertThat(answer).contains("content-encoding: gzip");
            byte[] body =
                    answer.substring(answer.indexOf("\r\n\r\n") + 4)
                            .getBytes(StandardCharsets.ISO_8859_1);
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
