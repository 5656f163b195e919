package dev.signalbox.azure.entra;

import dev.signalbox.application.testkit.ScriptedHost;
import dev.signalbox.application.testkit.ScriptedHost.Script;
import dev.signalbox.application.testkit.StoppedClock;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plays Entra, and the services of a machine. */
final class EntraHost implements AutoCloseable {

    static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    static final String SECRET = "s3cr3t~Value";

    private static final String JSON = "application/json";

    final ScriptedHost host = ScriptedHost.start();
    final StoppedClock clock = new StoppedClock();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    static Script token(String token, int seconds) {
        return it ->
                it.answer(
                        200,
                        JSON,
                        "{\"token_type\":\"Bearer\",\"expires_in\":%d,\"access_token\":\"%s\"}"
                                .formatted(seconds, token));
    }

    static Script error(int status, String error, String description) {
        return it ->
                it.answer(
                        status,
                        JSON,
                        "{\"error\":\"%s\",\"error_description\":\"%s\",\"error_codes\":[7]}"
                                .formatted(error, description));
    }

    Identity withSecret() {
        return new Identity.WithSecret(client(), SCOPE, SECRET);
    }

    Identity federated(Path file) {
        return new Identity.Federated(client(), SCOPE, file);
    }

    private Identity.Client client() {
        return new Identity.Client(URI.create(host.address()), "tenant", "client");
    }

    /** A machine at the host's address, which never really waits. */
    Surroundings surroundings(Map<String, String> variables) {
        return new Surroundings(variables, URI.create(host.address()), pauses::add);
    }

    TokenClient asked(Map<String, String> variables) {
        return new TokenClient(surroundings(variables), clock);
    }

    TokenSource source(Identity identity) {
        return new TokenSources(surroundings(Map.of()), clock).of(identity);
    }

    @Override
    public void close() throws IOException {
        host.close();
    }
}
