package dev.signalbox.application.relay;

import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.application.driven.UpstreamProvider.Settings;
import dev.signalbox.domain.catalog.Fault;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Asks a deployment whose model has stars in its name: for every model that is really asked for
 * there is an upstream of its own, made when it is first needed; all of them share their provider's
 * connections. Safe for many threads.
 */
public final class WildcardUpstream implements Upstream {

    /** Callers invent names: what is kept for them is bounded. */
    private static final int MOST = 500;

    private static final String ANY = "any";

    private final UpstreamProvider provider;
    private final Settings settings;
    private final ConcurrentMap<String, Upstream> byModel = new ConcurrentHashMap<>();

    /**
     * @param settings good ones; the model in them is exchanged for the one of each call
     */
    public WildcardUpstream(UpstreamProvider provider, Settings settings) {
        this.provider = provider;
        this.settings = settings;
    }

    @Override
    public Attempt open(Order order) {
        String model = order.served().deployment().model();
        Upstream known = byModel.get(model);
        if (known != null) {
            return known.open(order);
        }
        try {
            return made(model).open(order);
        } catch (BadSetting e) {
            return new Faulted(Fault.of(Fault.Kind.MODEL_GONE, "no model can have that name"));
        }
    }

    /** Every one of them lies at the same address: any can be asked. */
    @Override
    public Attempt follow(Order order, Pursuit pursuit) {
        try {
            return made(ANY).follow(order, pursuit);
        } catch (BadSetting e) {
            return new Faulted(Fault.of(Fault.Kind.MODEL_GONE, "it keeps no responses"));
        }
    }

    private Upstream made(String model) {
        Upstream upstream =
                provider.connect(new Settings(model, settings.words(), settings.spelling()))
                        .upstream();
        if (byModel.size() >= MOST) {
            byModel.clear();
        }
        byModel.put(model, upstream);
        return upstream;
    }
}
