package dev.signalbox.azure;

import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.openai.MockUpstream;
import dev.signalbox.openai.OpenAiProvider;
import dev.signalbox.openai.OpenAiUpstream;
import dev.signalbox.openai.family.FamilySpelling;
import dev.signalbox.openai.wire.UpstreamHttp;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Azure OpenAI. What is missing is asked for: nothing is taken from the environment in silence, so
 * that a call never reaches another resource than the configuration says.
 */
public final class AzureProvider implements UpstreamProvider {

    private static final List<String> MARKERS = List.of("o_series/", "gpt5_series/", "responses/");

    private final UpstreamHttp http = new UpstreamHttp();
    private final InstantSource clock = InstantSource.system();

    /** For {@link java.util.ServiceLoader}. */
    public AzureProvider() {}

    @Override
    public Deployment.Provider name() {
        return new Deployment.Provider("azure");
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "api_base",
                "api_key",
                "api_version",
                "azure_ad_token",
                "mock_response",
                FamilySpelling.BASE_MODEL,
                FamilySpelling.DROP_PARAMS);
    }

    @Override
    public Connection connect(Settings settings) {
        Map<String, String> words = settings.words();
        String mock = words.get("mock_response");
        if (mock != null) {
            return MockUpstream.connection(mock, clock);
        }
        String base = words.get("api_base");
        if (base == null || base.isBlank()) {
            throw new BadSetting(
                    "api_base", "api_base is missing; write api_base: os.environ/AZURE_API_BASE");
        }
        String deployment = withoutMarker(settings.model());
        AzureAddress where = AzureAddress.of(base, words.get("api_version"), deployment);
        List<String> warnings = new ArrayList<>(where.warnings());
        AzureDialect dialect = dialect(where, words, warnings);
        return new Connection(
                new OpenAiUpstream(http, dialect, FamilySpelling.of(settings), clock),
                where.shown(),
                warnings);
    }

    private static AzureDialect dialect(
            AzureAddress where, Map<String, String> words, List<String> warnings) {
        String key = OpenAiProvider.credential("api_key", words.get("api_key"));
        String token =
                OpenAiProvider.credential(
                        "azure_ad_token", withoutBearer(words.get("azure_ad_token")));
        if (key != null) {
            if (token != null) {
                warnings.add("api_key and azure_ad_token are both set: the key is used");
            }
            return AzureDialect.withKey(where, key);
        }
        if (token == null) {
            throw new BadSetting(
                    "api_key",
                    "neither api_key nor azure_ad_token is set; write api_key:"
                            + " os.environ/AZURE_API_KEY");
        }
        if (token.startsWith("oidc/")) {
            throw new BadSetting(
                    "azure_ad_token",
                    "azure_ad_token is a token as Entra gives it out; oidc/ is not served, write"
                            + " the token or an api_key");
        }
        warnings.add("azure_ad_token is used as it is and not renewed: calls fail when it expires");
        return AzureDialect.withToken(where, token);
    }

    private static @Nullable String withoutBearer(@Nullable String token) {
        String bearer = "bearer ";
        return token != null && token.strip().toLowerCase(Locale.ROOT).startsWith(bearer)
                ? token.strip().substring(bearer.length())
                : token;
    }

    private static String withoutMarker(String model) {
        for (String marker : MARKERS) {
            if (model.startsWith(marker)) {
                return model.substring(marker.length());
            }
        }
        return model;
    }
}
