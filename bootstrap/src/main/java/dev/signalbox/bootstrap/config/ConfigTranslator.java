package dev.signalbox.bootstrap.config;

import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.ModelWorkshop.Opening.Ready;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.UpstreamProvider;
import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.application.driven.UpstreamProvider.Connection;
import dev.signalbox.application.relay.WildcardUpstream;
import dev.signalbox.bootstrap.config.GatewayConfig.Model;
import dev.signalbox.bootstrap.config.GatewayConfig.OtherName;
import dev.signalbox.bootstrap.config.GatewayConfig.OtherName.Reach;
import dev.signalbox.bootstrap.config.routing.ServedNames;
import dev.signalbox.bootstrap.config.yaml.Findings;
import dev.signalbox.bootstrap.config.yaml.Place;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.NamePattern;
import dev.signalbox.domain.policy.Picking;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes groups of deployments, ready to be asked, out of what a file says about models. */
public final class ConfigTranslator {

    private static final Map<String, Function<Terms, @Nullable Number>> SHARES = shares();

    private final Findings findings;
    private final Instant now = Instant.now();
    private final Map<ModelName, List<Deployment>> groups = new LinkedHashMap<>();
    private final Map<Deployment.Id, Upstream> upstreams = new HashMap<>();
    private final Map<Deployment.Id, Place> places = new HashMap<>();
    private final Map<String, Integer> copies = new HashMap<>();

    private ConfigTranslator(Findings findings) {
        this.findings = findings;
    }

    /**
     * The groups and whom to ask for each deployment in them. Opens no connection.
     *
     * @param findings gets an error for every model that its provider does not accept
     */
    public static Directory.Models models(GatewayConfig config, Findings findings) {
        ConfigTranslator translator = new ConfigTranslator(findings);
        config.models().forEach(translator::add);
        if (findings.errorCount() == 0) {
            // Behind a mistake of a model's, its missing group is no mistake of the alias's.
            config.names()
                    .forEach(
                            name ->
                                    translator.check(
                                            name,
                                            config.storing().isExpected()
                                                    || !config.elsewhere().isEmpty()));
        }
        if (config.policy().picking().way() == Picking.Way.WEIGHTED_SHUFFLE) {
            translator.groups.values().forEach(translator::warnOfShares);
        }
        Map<ModelName, ModelGroup> groups = new HashMap<>();
        translator.groups.forEach(
                (name, deployments) -> groups.put(name, new ModelGroup(name, deployments)));
        return new Directory.Models(groups, translator.upstreams, translator.names(config.names()));
    }

    /** One stored model by itself; null if its provider does not accept it. */
    public static @Nullable Ready ready(Model model, Findings findings) {
        ConfigTranslator translator = new ConfigTranslator(findings);
        translator.add(model);
        List<Deployment> deployments = translator.groups.get(model.group());
        if (deployments == null) {
            return null;
        }
        Deployment deployment = deployments.getFirst();
        if (!deployment.terms().pricing().isKnown()) {
            findings.warn(
                    model.place(),
                    "nobody says what calls to it cost. Say base_model or input_cost_per_token.");
        }
        Upstream upstream = translator.upstreams.get(deployment.id());
        return upstream == null ? null : new Ready(deployment, upstream);
    }

    /** Where models are expected in the database, one of them may be meant. */
    private void check(OtherName name, boolean moreExpected) {
        if (!leadsSomewhere(name.target())) {
            String missing = "there is no model " + name.target() + " in model_list to stand for";
            if (moreExpected) {
                findings.warn(name.place(), missing + ". It works if one is stored.");
            } else {
                findings.error(
                        name.place(),
                        missing
                                + ". If it is kept in the database, say"
                                + " general_settings.store_model_in_db: true.");
            }
        } else if (name.reach() != Reach.EVERYWHERE && groups.containsKey(name.name())) {
            findings.warn(name.place(), "there is a group of this name: it wins.");
        }
    }

    private boolean leadsSomewhere(ModelName target) {
        return groups.keySet().stream().anyMatch(group -> ServedNames.leads(target, group))
                || groups.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(it -> target.text().equals(it.about().model()));
    }

    /** The first measure that somebody in the group has is the one that counts. */
    private void warnOfShares(List<Deployment> group) {
        for (Map.Entry<String, Function<Terms, @Nullable Number>> share : SHARES.entrySet()) {
            List<Deployment> without =
                    group.stream()
                            .filter(it -> share.getValue().apply(it.terms()) == null)
                            .toList();
            if (without.isEmpty()) {
                return;
            }
            if (without.size() < group.size()) {
                String key = share.getKey();
                without.forEach(
                        it ->
                                findings.warn(
                                        placeOf(it),
                                        "others of its group have a "
                                                + key
                                                + " and it has none: it is chosen only when none of"
                                                + " them can be."));
                return;
            }
        }
    }

    private Place placeOf(Deployment deployment) {
        Place place = places.get(deployment.id());
        if (place == null) {
            throw new IllegalStateException("its place was kept when it was added");
        }
        return place;
    }

    private Directory.Names names(List<OtherName> names) {
        Map<ModelName, ModelName> ofAll = new HashMap<>();
        Map<ModelName, ModelName> ofGroups = new HashMap<>();
        Set<ModelName> hidden = new HashSet<>();
        for (OtherName name : names) {
            if (name.reach() == Reach.EVERYWHERE) {
                ofAll.put(name.name(), name.target());
            } else if (ofAll.containsKey(name.name())) {
                findings.error(
                        name.place(), "model_alias_map has this name too; remove one of them");
            } else {
                ofGroups.put(name.name(), name.target());
            }
            if (name.reach() == Reach.HIDDEN) {
                hidden.add(name.name());
            }
        }
        return new Directory.Names(new Aliases(ofAll), new Aliases(ofGroups), hidden);
    }

    private void add(Model model) {
        Deployment.Id id = id(model);
        Place first = places.putIfAbsent(id, model.place());
        if (first != null) {
            findings.error(
                    model.place(),
                    "its id (model_info.id) is that of the deployment in line "
                            + first.line()
                            + " of "
                            + first.file()
                            + " too; give each its own, or leave it out");
            return;
        }
        Connection connection = connect(model);
        if (connection == null) {
            return;
        }
        connection.warnings().forEach(warning -> findings.warn(model.place(), warning));
        Deployment deployment =
                new Deployment(
                        id,
                        model.provider().name(),
                        model.model(),
                        connection.address(),
                        model.terms().draft().pricing(model.quote().pricing(id, now)).done(),
                        model.about());
        groups.computeIfAbsent(model.group(), name -> new ArrayList<>()).add(deployment);
        upstreams.put(
                id,
                NamePattern.isIn(model.model())
                        ? new WildcardUpstream(model.provider(), settings(model))
                        : connection.upstream());
    }

    private static Map<String, Function<Terms, @Nullable Number>> shares() {
        Map<String, Function<Terms, @Nullable Number>> shares = new LinkedHashMap<>();
        shares.put("weight", Terms::weight);
        shares.put("rpm", Terms::rpm);
        shares.put("tpm", Terms::tpm);
        return shares;
    }

    private @Nullable Connection connect(Model model) {
        try {
            return model.provider().connect(settings(model));
        } catch (BadSetting e) {
            findings.error(model.placeOf(e.key()), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static UpstreamProvider.Settings settings(Model model) {
        return new UpstreamProvider.Settings(model.model(), model.words(), model.spelling());
    }

    private Deployment.Id id(Model model) {
        return new Deployment.Id(
                model.id() == null || model.id().isBlank() ? derivedId(model) : model.id());
    }

    /** The same after every restart, and whatever else is added to the file; no secret is in it. */
    private String derivedId(Model model) {
        String likeness =
                String.join(
                        "\n",
                        model.group().text(),
                        model.provider().name().word(),
                        model.model(),
                        model.words().getOrDefault("api_base", ""),
                        model.words().getOrDefault("api_version", ""));
        int copy = copies.merge(likeness, 1, Integer::sum);
        byte[] text = (likeness + "\n" + copy).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256().digest(text));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
