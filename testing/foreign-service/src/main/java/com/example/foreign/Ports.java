package com.example.foreign;

import dev.signalbox.application.call.body.CallBody;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.driven.money.Counters;
import dev.signalbox.application.driven.money.SpendLog;
import dev.signalbox.application.driven.money.TokenCounter;
import dev.signalbox.application.ledger.Intent;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.testkit.InMemoryCounters;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this service brings: the ports that a call needs, and no more of them.
 *
 * @param registry teams and keys
 * @param models the model groups, and whom to ask for each deployment
 * @param counters where limits are counted, by all processes together
 * @param ledger is told of every question that goes up, and of what became of it
 * @param tokens counts where an upstream does not say what it took
 */
record Ports(
        Registry registry,
        Directory.Models models,
        Counters counters,
        SpendLog ledger,
        TokenCounter tokens,
        InstantSource clock) {

    private static final System.Logger LOG = System.getLogger(Ports.class.getName());

    /** Said, and not left out: a model of which nobody says what it costs is complained of. */
    private static final Pricing FREE =
            Pricing.of(
                    new Tariff(List.of(new Tariff.Version("free", Instant.EPOCH, Price.of(0, 0)))),
                    Instant.EPOCH);

    /** For one process that keeps everything in memory. */
    static Ports inMemory(Tenants tenants, Directory.Models models, InstantSource clock) {
        return new Ports(
                tenants.registry(),
                models,
                InMemoryCounters.careful(clock::instant).of("the only process"),
                new LoggedSpend(),
                new ByLength(),
                clock);
    }

    /**
     * Model groups.
     *
     * @param groups for each of them its deployments by their ids
     */
    static Directory.Models models(Map<String, Map<String, Upstream>> groups) {
        Map<ModelName, ModelGroup> all = new HashMap<>();
        Map<Deployment.Id, Upstream> upstreams = new HashMap<>();
        groups.forEach(
                (name, members) -> {
                    List<Deployment> deployments = new ArrayList<>();
                    members.forEach(
                            (id, upstream) -> {
                                deployments.add(deployment(id));
                                upstreams.put(new Deployment.Id(id), upstream);
                            });
                    ModelName group = new ModelName(name);
                    all.put(group, new ModelGroup(group, deployments));
                });
        return new Directory.Models(all, upstreams);
    }

    private static Deployment deployment(String id) {
        return new Deployment(
                new Deployment.Id(id),
                new Deployment.Provider("local"),
                id,
                "in this process",
                Deployment.Terms.NONE.draft().weight(1.0).pricing(FREE).done(),
                Deployment.About.NOTHING);
    }

    /** A ledger that writes a line for each question; whoever bills somebody keeps them. */
    private static final class LoggedSpend implements SpendLog {
        @Override
        public boolean begin(Intent intent) {
            return true;
        }

        @Override
        public void end(Receipt receipt) {
            LOG.log(System.Logger.Level.DEBUG, "{0}", receipt);
        }
    }

    /** Four characters are a token, about. */
    private static final class ByLength implements TokenCounter {
        @Override
        public long ofQuestion(String model, CallBody body) {
            return body.tokens();
        }

        @Override
        public long ofWords(String model, String text) {
            return (text.length() + 3L) / 4;
        }
    }
}
