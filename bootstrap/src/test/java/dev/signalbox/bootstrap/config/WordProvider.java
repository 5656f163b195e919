package dev.signalbox.bootstrap.config;

import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A family of upstreams that nobody answers for; it wants an address and remembers its settings.
 */
public final class WordProvider implements UpstreamProvider {

    public final List<Settings> connected = new ArrayList<>();
    private final String word;

    /** The family of that word. */
    public WordProvider(String word) {
        this.word = word;
    }

    @Override
    public Deployment.Provider name() {
        return new Deployment.Provider(word);
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "api_base", "api_key", "api_version", "organization", "base_model", "drop_params");
    }

    @Override
    public Connection connect(Settings settings) {
        String address = settings.words().get("api_base");
        if (address == null) {
            throw new BadSetting("api_base", "api_base is missing");
        }
        connected.add(settings);
        Upstream upstream =
                order ->
                        new Upstream.Faulted(
                                Fault.of(Fault.Kind.UNREACHABLE, "nobody answers for a word"));
        List<String> warnings =
                address.startsWith("http:") ? List.of("this address is not encrypted") : List.of();
        return new Connection(upstream, address, warnings);
    }
}
