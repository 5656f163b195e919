package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ExplainRoute.Bound;
import dev.signalbox.application.driving.ExplainRoute.Explanation;
import dev.signalbox.application.quota.Glimpse;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.policy.RoutingPolicy;
import dev.signalbox.domain.quota.Allowance;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.quota.Holder.Level;
import dev.signalbox.domain.quota.Measure;
import dev.signalbox.domain.quota.Standing;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

class RouteExplainerTest {

    private final LiveDirectory live =
            LiveDirectory.open(
                    new InMemoryRegistry(),
                    Models.groups(new ScriptedUpstream(), List.of("eu")),
                    100);

    private RouteExplainer explainer(Glimpse.Kept... kept) {
        return new RouteExplainer(
                live,
                new RoutingKit(RoutingPolicy.DEFAULT, new Random(1)).preview(),
                Signpost.plain(),
                request -> List.of(kept));
    }

    @Test
    void whatACallMustKeepIsToldWithWhatIsLeftOfIt() {
        Holder team = Holder.of(Level.TEAM, "t");
        Holder key = Holder.of(Level.KEY, "k");
        Instant midnight = Instant.parse("2026-03-05T00:00:00Z");
        Allowance budget = Allowance.money(team, 2_500_000_000L, null);
        Allowance tokens = Allowance.perMinute(key, Measure.TOKENS, 100);
        Explanation told =
                explainer(
                                new Glimpse.Kept(
                                        budget,
                                        new Standing(
                                                team,
                                                Measure.MONEY,
                                                2_500_000_000L,
                                                1_000_000_001L,
                                                Duration.ZERO),
                                        null),
                                new Glimpse.Kept(tokens, null, midnight))
                        .explain(new Caller.Master(), Models.call(null, "eu"));
        assertThat(told.limits())
                .containsExactly(
                        new Bound(
                                team,
                                Measure.MONEY,
                                new BigDecimal("2.5"),
                                new BigDecimal("1.000000001"),
                                null),
                        new Bound(key, Measure.TOKENS, BigDecimal.valueOf(100), null, midnight));
        assertThat(told.deployments()).hasSize(1);
        assertThat(told.deployments().getFirst().why()).isNotBlank();
        assertThat(told.fallbacks()).isEmpty();
        assertThat(told.revision()).isEqualTo(live.present().revision());
    }
}
