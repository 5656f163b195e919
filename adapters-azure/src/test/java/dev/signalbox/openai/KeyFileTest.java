package dev.signalbox.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Served;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.Upstream.Attempt;
import dev.signalbox.application.driven.Upstream.Opened;
import dev.signalbox.application.driven.Upstream.Order;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.application.testkit.Bodies;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.ScriptedHost;
import dev.signalbox.azure.AzureProvider;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.routing.Patience;
import dev.signalbox.openai.Dialect.Ready;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class KeyFileTest {

    @TempDir Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private Path written(String key, long seconds) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), key + "\n");
        return Files.setLastModifiedTime(file, FileTime.from(seconds, TimeUnit.SECONDS));
    }

    private String shown(KeyFile key) {
        return ((Ready) key.show(Patience.DEFAULT, new Hangup())).header().value();
    }

    @Test
    void aKeyIsReadAgainWhenItsFileHasChanged() throws Exception {
        KeyFile key =
                new KeyFile(written("one", 1).toString(), it -> new Header("k", it), nanos::get);
        assertThat(shown(key)).isEqualTo("one");

        written("two", 2);
        assertThat(shown(key)).as("it is not looked at yet").isEqualTo("one");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(shown(key)).isEqualTo("two");
        assertThat(key.secrets()).containsExactly("two", "one");
    }

    @Test
    void aKeyStaysAsLongAsThereIsNoOther() throws Exception {
        Path file = written("one", 1);
        KeyFile key = new KeyFile(file.toString(), it -> new Header("k", it), nanos::get);
        Files.delete(file);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(shown(key)).isEqualTo("one");
        written("", 3);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(shown(key)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no/such/file", "no\0path"})
    void aFileWithoutAKeyStopsTheStart(String file) {
        assertThatThrownBy(() -> new KeyFile(file, it -> new Header("k", it), nanos::get))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("api_key_file");
    }

    @Test
    void aRefusedKeyIsExchangedForANewOneAtOnce() throws Exception {
        try (ScriptedHost host = ScriptedHost.start()) {
            host.always(
                    it -> {
                        boolean good = it.request().header("api-key").orElse("").equals("two");
                        it.answer(
                                good ? 200 : 401,
                                "application/json",
                                good ? "{}" : "{\"error\":{}}");
                    });
            Upstream upstream =
                    new AzureProvider()
                            .connect(
                                    new Settings(
                                            "dep",
                                            Map.of(
                                                    "api_base",
                                                    host.address(),
                                                    "api_key_file",
                                                    written("one", 1).toString(),
                                                    "extra_headers",
                                                    "{\"X-Tenant\":\"green\"}"),
                                            List.of()))
                            .upstream();
            written("two", 2);

            Attempt attempt = upstream.open(order());

            assertThat(attempt).isInstanceOf(Opened.class);
            ((Opened) attempt).answer().close();
            assertThat(host.requests())
                    .extracting(it -> it.header("api-key").orElse(""))
                    .containsExactly("one", "two");
            assertThat(host.requests().getFirst().header("x-tenant")).contains("green");
        }
    }

    private static Order order() {
        Call call =
                new Call(
                        "call-7",
                        Endpoint.CHAT_COMPLETIONS,
                        null,
                        new ModelName("asked"),
                        false,
                        Bodies.of("{\"model\":\"asked\"}"));
        Served served = new Served(new ModelName("group"), Models.deployment("group"));
        return new Order(call, served, Naming.AS_SERVED, Patience.DEFAULT, new Hangup());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"x\"",
                "{\"a\":[]}",
                "{\"Content-Length\":\"1\"}",
                "{\"HOST\":\"x\"}",
                "{\"a b\":\"secret\"}",
                "{\"a\":\"secret\\r\\nx: y\"}",
                "{\"a\":"
            })
    void headersThatCannotBeSentStopTheStartAndAreNotSaid(String json) {
        assertThatThrownBy(() -> MoreHeaders.of(json))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("extra_headers")
                .hasMessageNotContaining("secret");
    }
}
