package dev.signalbox.application.testkit;

import dev.signalbox.application.driven.ModelWorkshop;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workshop whose seals everybody can read: the name of the key, a colon, the text. Whatever has
 * the word {@code unfit} in it cannot be used; {@code closed} cannot be opened, and {@code broken}
 * is a mistake of the workshop's.
 */
public final class OpenWorkshop implements ModelWorkshop {

    private static final Pattern REGION = Pattern.compile("\"region_name\":\"(\\w+)\"");

    private final Upstream upstream;
    private volatile String key = "first";

    /** Everything that is stored is asked through {@code upstream}. */
    public OpenWorkshop(Upstream upstream) {
        this.upstream = upstream;
    }

    /** From now on the key is another one; the old ones open. */
    public void exchangeKey(String next) {
        key = next;
    }

    @Override
    public Drawing draw(Sketch sketch, @Nullable StoredModel before) {
        String params = sketch.params().text();
        if (params.contains("unfit")) {
            return new Unfit(List.of("litellm_params.model: it is unfit."));
        }
        boolean silent = before != null && params.equals("{}");
        return new Drawing.Fit(
                silent ? before.params() : new Sealed(key + ":" + params),
                silent ? before.shown() : new FreeJson("{\"model\":\"shown\"}"),
                sketch.info(),
                List.of());
    }

    @Override
    public Opening open(StoredModel stored) {
        if (stored.params().text().contains("closed")) {
            return new Unfit(List.of("nobody has the key."));
        }
        if (stored.params().text().contains("broken")) {
            throw new IllegalStateException("a mistake of ours");
        }
        Deployment deployment =
                new Deployment(
                        stored.id(),
                        new Deployment.Provider("azure"),
                        "deployment-of-" + stored.group(),
                        "https://stored.example",
                        terms(stored.params().text()),
                        new Deployment.About(
                                stored.shown(),
                                stored.info(),
                                Set.of(),
                                true,
                                "azure/deployment-of-" + stored.group()));
        return new Opening.Ready(deployment, upstream);
    }

    private static Deployment.Terms terms(String params) {
        Matcher region = REGION.matcher(params);
        return region.find()
                ? Deployment.Terms.NONE.draft().region(region.group(1)).done()
                : Deployment.Terms.NONE;
    }

    @Override
    public @Nullable Sealed sealedAnew(StoredModel stored) {
        String sealed = stored.params().text();
        return sealed.startsWith(key + ":")
                ? null
                : new Sealed(key + sealed.substring(sealed.indexOf(':')));
    }
}
