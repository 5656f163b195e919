package dev.signalbox.application.testkit;

import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Model groups and calls to test with. */
public final class Models {

    private Models() {}

    /** A group of one deployment for each name, all asked through {@code upstream}. */
    public static Directory.Models groups(Upstream upstream, Collection<String> names) {
        Map<ModelName, ModelGroup> groups = new HashMap<>();
        Map<Deployment.Id, Upstream> upstreams = new HashMap<>();
        for (String name : names) {
            Deployment deployment = deployment(name);
            ModelName group = new ModelName(name);
            groups.put(group, new ModelGroup(group, List.of(deployment)));
            upstreams.put(deployment.id(), upstream);
        }
        return new Directory.Models(groups, upstreams);
    }

    /** The same groups; calls to one of them cost that, by the version {@code v1}. */
    public static Directory.Models priced(Directory.Models models, String name, Price price) {
        Map<ModelName, ModelGroup> groups = new HashMap<>(models.groups());
        ModelName group = new ModelName(name);
        Tariff tariff = new Tariff(List.of(new Tariff.Version("v1", Instant.EPOCH, price)));
        Deployment plain = deployment(name);
        groups.put(
                group,
                new ModelGroup(
                        group,
                        List.of(
                                new Deployment(
                                        plain.id(),
                                        plain.provider(),
                                        plain.model(),
                                        plain.address(),
                                        plain.terms()
                                                .draft()
                                                .pricing(Pricing.of(tariff, Instant.EPOCH))
                                                .done(),
                                        plain.about()))));
        return new Directory.Models(groups, models.upstreams());
    }

    /**
     * Groups of one deployment for each region.
     *
     * @param regions of each group, with a blank between them; {@code nowhere} says nothing
     */
    public static Directory.Models lying(Upstream upstream, Map<String, String> regions) {
        Map<ModelName, ModelGroup> groups = new HashMap<>();
        Map<Deployment.Id, Upstream> upstreams = new HashMap<>();
        regions.forEach(
                (name, words) -> {
                    List<Deployment> deployments = new ArrayList<>();
                    for (String region : words.split(" ")) {
                        deployments.add(lying(name, region));
                        upstreams.put(deployments.getLast().id(), upstream);
                    }
                    ModelName group = new ModelName(name);
                    groups.put(group, new ModelGroup(group, deployments));
                });
        return new Directory.Models(groups, upstreams);
    }

    private static Deployment lying(String group, String region) {
        Deployment.Terms none = Deployment.Terms.NONE;
        return new Deployment(
                new Deployment.Id("id-of-" + group + "-" + region),
                new Deployment.Provider("azure"),
                "deployment-of-" + group,
                "https://" + region + ".example",
                region.equals("nowhere") ? none : none.draft().region(region).done(),
                Deployment.About.NOTHING);
    }

    /** The deployment of the group of that name. */
    public static Deployment deployment(String group) {
        return new Deployment(
                new Deployment.Id("id-of-" + group),
                new Deployment.Provider("azure"),
                "deployment-of-" + group,
                "https://" + group.length() + ".example",
                1);
    }

    /** A chat call that is not streamed. */
    public static Call call(@Nullable Credential credential, String model) {
        return new Call(
                "call-1",
                Endpoint.CHAT_COMPLETIONS,
                credential,
                new ModelName(model),
                false,
                Bodies.of("{\"messages\":[]}"));
    }
}
