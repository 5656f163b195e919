package dev.signalbox.openai;

import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.openai.family.FamilySpelling;
import dev.signalbox.openai.wire.UpstreamHttp;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** OpenAI itself, and every host that speaks its dialect under another address. */
public final class OpenAiProvider implements UpstreamProvider {

    /** How we introduce ourselves upstream. */
    static final String USER_AGENT = "signalbox/" + version();

    private static final String HOME = "https://api.openai.com/v1";

    private final UpstreamHttp http = new UpstreamHttp();
    private final InstantSource clock = InstantSource.system();

    /** For {@link java.util.ServiceLoader}. */
    public OpenAiProvider() {}

    private static String version() {
        try (InputStream version =
                Objects.requireNonNull(
                        OpenAiProvider.class.getResourceAsStream("version.txt"),
                        "version.txt lies beside this class")) {
            return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("version.txt cannot be read", e);
        }
    }

    @Override
    public Deployment.Provider name() {
        return new Deployment.Provider("openai");
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "api_base",
                "api_key",
                "organization",
                "mock_response",
                KeyFile.SETTING,
                MoreHeaders.SETTING,
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
        if (settings.model().isBlank()) {
            throw new BadSetting("model", "the model's name is missing; write openai/<model>");
        }
        String base = words.get("api_base");
        Dialect.BaseAddress address = Dialect.BaseAddress.parse(base == null ? HOME : base, HOME);
        Own dialect = own(address, settings);
        if (base == null && dialect.key() == null && dialect.badge() == null) {
            throw new BadSetting(
                    "api_key", "api_key is missing; write api_key: os.environ/OPENAI_API_KEY");
        }
        return new Connection(
                new OpenAiUpstream(http, dialect, FamilySpelling.of(settings), clock),
                address.shown(),
                address.warnings());
    }

    private static Own own(Dialect.BaseAddress address, Settings settings) {
        Map<String, String> words = settings.words();
        String key = credential("api_key", words.get("api_key"));
        String file = words.get(KeyFile.SETTING);
        return new Own(
                address,
                settings.model(),
                key,
                credential("organization", words.get("organization")),
                key == null && file != null
                        ? new KeyFile(file, OpenAiProvider::bearer, System::nanoTime)
                        : null,
                MoreHeaders.of(words.get(MoreHeaders.SETTING)));
    }

    private static Header bearer(String key) {
        return new Header("authorization", "Bearer " + key);
    }

    /**
     * A credential fit to stand in a header.
     *
     * @param key the setting's name
     * @param text null if it is not set
     * @throws BadSetting if it is empty, or holds what no header may hold
     */
    public static @Nullable String credential(String key, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String clean = text.strip();
        if (clean.isEmpty() || clean.chars().anyMatch(it -> it <= ' ' || it > '~')) {
            throw new BadSetting(
                    key,
                    key
                            + " is empty, or has a character in it that no credential has (a space,"
                            + " a line end, a letter outside ASCII)");
        }
        return clean;
    }

    /** OpenAI's own way: everything below one address, the key as a bearer token. */
    private record Own(
            Dialect.BaseAddress base,
            String model,
            @Nullable String key,
            @Nullable String organization,
            Dialect.@Nullable Badge badge,
            List<Header> more)
            implements Dialect {

        @Override
        public URI address(Endpoint endpoint) {
            return base.below("/" + endpoint.path(), "");
        }

        @Override
        public List<Header> headers() {
            List<Header> headers = new ArrayList<>();
            if (key != null) {
                headers.add(bearer(key));
            }
            if (organization != null) {
                headers.add(new Header("openai-organization", organization));
            }
            headers.addAll(more);
            return headers;
        }

        @Override
        public String callIdHeader() {
            return "x-request-id";
        }

        @Override
        public boolean tellsUsage() {
            return true;
        }

        @Override
        public List<String> secrets() {
            List<String> all = new ArrayList<>(MoreHeaders.secrets(more));
            if (key != null) {
                all.add(key);
            }
            if (badge != null) {
                all.addAll(badge.secrets());
            }
            return all;
        }

        /** Never the key. */
        @Override
        public String toString() {
            return base.shown();
        }
    }
}
