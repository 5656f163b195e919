package dev.signalbox.azure;

import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.openai.Dialect;
import dev.signalbox.openai.MoreHeaders;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Azure's doors: its paths, and one credential: a key, a token, or tokens that are renewed.
 *
 * @param headers what holds the credential, if that stays the same
 * @param fixed the bare key or token; empty if it is renewed
 * @param badge what is renewed; null if the credential stays the same
 */
record AzureDialect(
        AzureAddress where, List<Header> headers, List<String> fixed, Dialect.@Nullable Badge badge)
        implements Dialect {

    /** With a key of the resource. */
    static AzureDialect withKey(AzureAddress where, String key) {
        return new AzureDialect(where, List.of(new Header("api-key", key)), List.of(key), null);
    }

    /** With a token of Entra that somebody else has fetched. */
    static AzureDialect withToken(AzureAddress where, String token) {
        return new AzureDialect(
                where,
                List.of(new Header("authorization", "Bearer " + token)),
                List.of(token),
                null);
    }

    /** With something that is renewed: tokens of Entra, or a key in a file. */
    static AzureDialect with(AzureAddress where, Dialect.Badge badge) {
        return new AzureDialect(where, List.of(), List.of(), badge);
    }

    /** The same with headers of the deployment's own. */
    AzureDialect saying(List<Header> more) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(more);
        List<String> secret = new ArrayList<>(fixed);
        secret.addAll(MoreHeaders.secrets(more));
        return new AzureDialect(where, all, secret, badge);
    }

    @Override
    public URI address(Endpoint endpoint) {
        return where.uri(endpoint);
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
        if (badge == null) {
            return fixed;
        }
        List<String> all = new ArrayList<>(fixed);
        all.addAll(badge.secrets());
        return all;
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
        if (path) {
            return hinted(fault, aboutPaths());
        }
        return badge instanceof EntraCredential entra && fault.kind() == Fault.Kind.BAD_CREDENTIAL
                ? hinted(
                        fault,
                        " (the token is for " + entra.source().scope() + ": see azure_scope)")
                : fault;
    }

    private static Fault hinted(Fault fault, String hint) {
        return new Fault(fault.kind(), fault.message() + hint, fault.wording(), fault.retryAfter());
    }

    private String aboutPaths() {
        String version = where.version().isEmpty() ? "none" : where.version();
        return " (Azure says so of a wrong path and of an api-version that it does not know:"
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
