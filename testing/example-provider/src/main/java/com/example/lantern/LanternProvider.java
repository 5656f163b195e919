package com.example.lantern;

import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.openai.Dialect;
import dev.signalbox.openai.OpenAiProvider;
import dev.signalbox.openai.OpenAiUpstream;
import dev.signalbox.openai.wire.UpstreamHttp;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Hosts of Lantern: {@code model: lantern/<model>}. Found by {@link java.util.ServiceLoader}; one
 * instance serves all deployments, so they share its connections.
 */
public final class LanternProvider implements UpstreamProvider {

    private static final String BASE = "api_base";
    private static final String KEY = "api_key";
    private static final String EXAMPLE = "https://lantern.example";

    private final UpstreamHttp http = new UpstreamHttp();

    /** For {@link java.util.ServiceLoader}. */
    public LanternProvider() {}

    /** The word before the slash. */
    @Override
    public Deployment.Provider name() {
        return new Deployment.Provider("lantern");
    }

    /** What {@code litellm_params} may say to us; everything else is refused by name. */
    @Override
    public Set<String> settings() {
        return Set.of(BASE, KEY);
    }

    /** Opens nothing: whatever is wrong with the settings is said here, while a start can stop. */
    @Override
    public Connection connect(Settings settings) {
        String base = settings.words().get(BASE);
        String key = OpenAiProvider.credential(KEY, settings.words().get(KEY));
        if (base == null || key == null) {
            String missing = base == null ? BASE : KEY;
            throw new BadSetting(missing, missing + " is missing; a Lantern needs both");
        }
        Dialect.BaseAddress address = Dialect.BaseAddress.parse(base, EXAMPLE);
        LanternDialect dialect = new LanternDialect(address, settings.model(), key);
        return new Connection(
                new OpenAiUpstream(http, dialect, settings.spelling(), InstantSource.system()),
                address.shown(),
                List.copyOf(address.warnings()));
    }
}
