package dev.signalbox.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.simulator.Simulator;
import dev.signalbox.simulator.SimulatorSettings;
import dev.signalbox.simulator.fault.FaultOrder;
import dev.signalbox.simulator.fault.Scenario;
import dev.signalbox.simulator.journal.Exchange;
import dev.signalbox.simulator.model.Content;
import dev.signalbox.simulator.model.DeploymentSettings;
import dev.signalbox.simulator.model.Latency;
import dev.signalbox.simulator.resource.ResourceSettings;
import dev.signalbox.simulator.wire.Ending;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One gateway for all clients, a second one for those who insist on TLS, and Azure behind both. The
 * gateway does not try anything again, so that clients get to see what went wrong.
 */
final class House implements AutoCloseable {

    /** Echoes at once. */
    static final String CHAT = "chat";

    /** Says {@code {"city":"Oslo","people":700000}}. */
    static final String JSON = "json";

    /** Says something for most of a minute. */
    static final String SLOW = "slow";

    /** Echoes after half a second. */
    static final String PENSIVE = "pensive";

    static final String EMBEDDING = "embedding";
    static final String PICTURE = "picture";
    static final String VOICE = "voice";
    static final String EAR = "ear";
    static final String JUDGE = "judge";

    /** Is served, and no key here may ask for it. */
    static final String FORBIDDEN = "forbidden";

    /** Is served by nobody. */
    static final String UNKNOWN = "no-such-model";

    static final String WRONG_KEY = "sk-nobody-at-all-is-this";

    private static final String AZURE = "eu";
    private static final String MODEL =
            """
              - model_name: %1$s
                litellm_params:
                  model: azure/%1$s
                  api_base: %2$s
                  api_key: upstream-key
                  api_version: "2025-04-01-preview"
            """;
    private static final String SETTINGS =
            """
            router_settings:
              num_retries: 0
              disable_cooldowns: true
            general_settings:
              master_key: %s
              drain_seconds: 1
            """;
    private static final List<String> MODELS =
            List.of(CHAT, JSON, SLOW, PENSIVE, EMBEDDING, PICTURE, VOICE, EAR, JUDGE);

    private final Path folder = temporary();
    private final Simulator azure = Simulator.start(SimulatorSettings.of(resource()));
    private final Door plain;
    private final Certificate certificate;
    private Door safe;

    /**
     * A way in.
     *
     * @param key of a caller who may ask for everything but {@link #FORBIDDEN}
     */
    record Door(Gateway gateway, URI address, String key) {

        static Door of(Gateway gateway, String host) {
            URI address = URI.create(host + ":" + gateway.port());
            String models = "\"models\": [\"" + String.join("\", \"", MODELS) + "\"]";
            return new Door(gateway, address, gateway.newKey(address, models));
        }

        /** The key of somebody who may ask once in a minute. */
        String hurriedKey() {
            return gateway.newKey(address, "\"rpm_limit\": 1");
        }
    }

    private House() {
        try {
            certificate = Certificate.in(folder);
            HttpClient client = HttpClient.newHttpClient();
            Path home = Files.createDirectory(folder.resolve("plain"));
            plain = Door.of(Gateway.start(home, config(), client), "http://127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whom those must trust who come by the safe door. */
    Certificate certificate() {
        return certificate;
    }

    /** Where nothing is encrypted. */
    Door plain() {
        return plain;
    }

    /** Where everything is. */
    synchronized Door safe() {
        if (safe == null) {
            try {
                Path home = Files.createDirectory(folder.resolve("safe"));
                HttpClient client =
                        HttpClient.newBuilder().sslContext(certificate.trusting()).build();
                Gateway gateway =
                        Gateway.start(
                                home,
                                config(),
                                client,
                                "--ssl_certfile_path",
                                certificate.chain().toString(),
                                "--ssl_keyfile_path",
                                certificate.key().toString());
                safe = Door.of(gateway, "https://localhost");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return safe;
    }

    private String config() {
        StringBuilder config = new StringBuilder("model_list:\n");
        MODELS.forEach(model -> config.append(MODEL.formatted(model, azure.base(AZURE))));
        config.append(MODEL.formatted(FORBIDDEN, azure.base(AZURE)));
        return config.append(SETTINGS.formatted(Gateway.MASTER_KEY)).toString();
    }

    /** The next two questions to {@link #CHAT} go wrong. */
    void goesWrongTwice(Scenario scenario) {
        azure.order(AZURE, CHAT, FaultOrder.next(scenario, 2));
    }

    /** The next question to {@link #CHAT} goes wrong. */
    void goesWrong(Scenario scenario) {
        azure.order(AZURE, CHAT, FaultOrder.once(scenario));
    }

    /** What Azure has been asked since the test began. */
    List<Exchange> asked() {
        return azure.requests(AZURE);
    }

    /** The body of the last question that Azure has been asked. */
    String lastBody() {
        return asked().getLast().text();
    }

    /** Azure was refused once, was asked again not before it wanted, and answered then. */
    void wasAskedTwice() {
        assertThat(asked()).extracting(Exchange::status).containsExactly(429, 200);
        long pause = asked().getLast().arrivedNanos() - asked().getFirst().arrivedNanos();
        assertThat(Duration.ofNanos(pause)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    /** A stream has begun. */
    void waitUntilAsked() {
        await().until(() -> asked().size() == 1);
    }

    /** Azure notices soon that nobody listens any more. */
    void isLeftAlone() {
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(
                        () ->
                                assertThat(asked())
                                        .extracting(Exchange::ending)
                                        .extracting(ending -> ending == null ? null : ending.kind())
                                        .containsExactly(Ending.Kind.CLIENT_CLOSED));
    }

    private static ResourceSettings resource() {
        return ResourceSettings.named(AZURE)
                .withKey("upstream-key")
                .withDeployment(CHAT, "gpt-4.1")
                .with(
                        DeploymentSettings.of(JSON, "gpt-4.1")
                                .saying(
                                        new Content.Script(
                                                "{\"city\":\"Oslo\",\"people\":700000}")))
                .with(
                        DeploymentSettings.of(SLOW, "gpt-4.1")
                                .saying(new Content.Lorem(1))
                                .ofTokens(1000)
                                .taking(Latency.none(), new Latency.Fixed(50)))
                .with(
                        DeploymentSettings.of(PENSIVE, "gpt-4.1")
                                .taking(new Latency.Fixed(500), Latency.none()))
                .withDeployment(EMBEDDING, "text-embedding-3-small")
                .withDeployment(PICTURE, "gpt-image-1")
                .withDeployment(VOICE, "tts-1")
                .withDeployment(EAR, "whisper-1")
                .withDeployment(JUDGE, "omni-moderation-latest")
                .withDeployment(FORBIDDEN, "gpt-4.1");
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (azure) {
            if (safe != null) {
                safe.gateway().close();
            }
            plain.gateway().close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Opens the house for the first test that wants it, closes it behind the last one. */
    static final class Keeper implements ParameterResolver, BeforeEachCallback {

        private static House in(ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(House.class, unused -> new House(), House.class);
        }

        @Override
        public void beforeEach(ExtensionContext context) {
            in(context).azure.forget();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == House.class;
        }

        @Override
        public House resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return in(context);
        }
    }
}
