package dev.signalbox.azure;

import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.azure.entra.Identity;
import dev.signalbox.azure.entra.Surroundings;
import dev.signalbox.azure.entra.TokenSources;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.openai.KeyFile;
import dev.signalbox.openai.MockUpstream;
import dev.signalbox.openai.MoreHeaders;
import dev.signalbox.openai.OpenAiProvider;
import dev.signalbox.openai.OpenAiUpstream;
import dev.signalbox.openai.family.FamilySpelling;
import dev.signalbox.openai.wire.UpstreamHttp;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Azure OpenAI. What is missing is asked for: nothing is taken from the environment in silence, so
 * that a call never reaches another resource than the configuration says.
 */
public final class AzureProvider implements UpstreamProvider {

    private static final String KEY = "api_key";
    private static final List<String> MARKERS = List.of("o_series/", "gpt5_series/", "responses/");

    private final UpstreamHttp http = new UpstreamHttp();
    private final InstantSource clock;
    private final Surroundings surroundings;
    private final TokenSources tokens;

    /** For {@link java.util.ServiceLoader}. */
    public AzureProvider() {
        this(Surroundings.ofProcess(), InstantSource.system());
    }

    AzureProvider(Surroundings surroundings, InstantSource clock) {
        this.clock = clock;
        this.surroundings = surroundings;
        this.tokens = new TokenSources(surroundings, clock);
    }

    @Override
    public Deployment.Provider name() {
        return new Deployment.Provider("azure");
    }

    @Override
    public Set<String> settings() {
        Set<String> settings = new HashSet<>(EntraSettings.NAMES);
        settings.addAll(
                Set.of(
                        "api_base",
                        "api_key",
                        "api_version",
                        "mock_response",
                        KeyFile.SETTING,
                        MoreHeaders.SETTING,
                        FamilySpelling.BASE_MODEL,
                        FamilySpelling.DROP_PARAMS));
        return settings;
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
        AzureDialect dialect =
                dialect(where, words, warnings)
                        .saying(MoreHeaders.of(words.get(MoreHeaders.SETTING)));
        return new Connection(
                new OpenAiUpstream(http, dialect, FamilySpelling.of(settings), clock),
                where.shown(),
                warnings);
    }

    private AzureDialect dialect(
            AzureAddress where, Map<String, String> words, List<String> warnings) {
        EntraSettings entra = new EntraSettings(words);
        List<String> ways = new ArrayList<>(entra.ways());
        String key = OpenAiProvider.credential(KEY, words.get(KEY));
        String file = words.get(KeyFile.SETTING);
        if (file != null) {
            ways.addFirst(KeyFile.SETTING);
        }
        if (key != null) {
            ways.addFirst(KEY);
        }
        if (ways.size() > 1) {
            String used = key != null ? "the key" : ways.getFirst();
            warnings.add(String.join(" and ", ways) + " are set: " + used + " is used");
        }
        if (key != null) {
            return AzureDialect.withKey(where, key);
        }
        if (file != null) {
            return AzureDialect.with(
                    where, new KeyFile(file, it -> new Header("api-key", it), System::nanoTime));
        }
        Identity identity = entra.identity(surroundings.variables());
        if (identity != null) {
            return AzureDialect.with(where, new EntraCredential(tokens.of(identity)));
        }
        String token =
                OpenAiProvider.credential(
                        EntraSettings.TOKEN, withoutBearer(words.get(EntraSettings.TOKEN)));
        if (token == null) {
            throw new BadSetting(
                    KEY,
                    "neither api_key nor a way to sign in with Entra is set; write api_key:"
                            + " os.environ/AZURE_API_KEY, or for example azure_managed_identity:"
                            + " true");
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
