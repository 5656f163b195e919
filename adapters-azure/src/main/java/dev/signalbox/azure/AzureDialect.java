package dev.signalbox.azure;

import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.openai.Dialect;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import java.net.URI;
import java.util.List;

/**
 * Azure's doors: its paths, and one credential, either a key or a token.
 *
 * @param credential the header that holds it
 * @param secret the bare key or token
 */
record AzureDialect(AzureAddress where, Header credential, String secret) implements Dialect {

    /** With a key of the resource. */
    static AzureDialect withKey(AzureAddress where, String key) {
        return new AzureDialect(where, new Header("api-key", key), key);
    }

    /** With a token of Entra. */
    static AzureDialect withToken(AzureAddress where, String token) {
        return new AzureDialect(where, new Header("authorization", "Bearer " + token), token);
    }

    @Override
    public URI address(Endpoint endpoint) {
        return where.uri(endpoint);
    }

    @Override
    public List<Header> headers() {
        return List.of(credential);
    }

    @Override
    public String callIdHeader() {
        return "x-ms-client-request-id";
    }

    @Override
    public boolean tellsUsage() {
        return where.isSince("2024-09-01");
    }

    @Override
    public List<String> secrets() {
        return List.of(secret);
    }

    @Override
    public String model() {
        return where.deployment();
    }

    /** Behind an address with a deployment's name images are refused if the body names one too. */
    @Override
    public boolean saysModel(Endpoint endpoint) {
        boolean image = endpoint == Endpoint.IMAGE_GENERATIONS || endpoint == Endpoint.IMAGE_EDITS;
        return !image || !where.isInPath();
    }

    @Override
    public Fault explain(Fault fault) {
        boolean path =
                fault.kind() == Fault.Kind.MODEL_GONE
                        && fault.message().startsWith("Resource not found");
        return path
                ? new Fault(fault.kind(), hinted(fault), fault.wording(), fault.retryAfter())
                : fault;
    }

    private String hinted(Fault fault) {
        String version = where.version().isEmpty() ? "none" : where.version();
        return fault.message()
                + " (Azure says so of a wrong path and of an api-version that it does not know:"
                + " check api_base, and api_version, which is "
                + version
                + ")";
    }

    /** Never the credential. */
    @Override
    public String toString() {
        return where.shown();
    }
}
