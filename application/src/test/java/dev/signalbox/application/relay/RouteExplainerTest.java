package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driving.ExplainRoute.Bound;
import dev.signalbox.application.driving.ExplainRoute.Explanation;
import dev.signalbox.application.driving.ExplainRoute.Holder;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;

class RouteExplainerTest {

    private final LiveDirectory live =
            LiveDirectory.open(
                    new InMemoryRegistry(),
                    Models.groups(new ScriptedUpstream(), List.of("eu")),
                    100);
    private final RouteExplainer explainer =
            new RouteExplainer(
                    live, new RoutingKit(RoutingPolicy.DEFAULT, new Random(1)).preview());

    @Test
    void theLimitsThatBindAreNamedAndWhatIsLeftIsNotKnownYet() {
        Team team = Teams.team("t", Map.of());
        Team bound =
                new Team(
                        team.id(),
                        team.name(),
                        team.models(),
                        team.aliases(),
                        team.members(),
                        team.limits().with(Limit.RPM, BigDecimal.TEN),
                        team.blocked(),
                        team.routing(),
                        team.extras(),
                        team.createdAt(),
                        team.updatedAt());
        Key.Owner owner =
                new Key.Owner(
                        new User.Id("u"),
                        User.Role.MEMBER,
                        ModelList.EVERYTHING,
                        Limits.NONE.with(Limit.TPM, BigDecimal.ONE));
        Key key = Teams.key(Teams.credential(1), "t").withOwner(owner);
        Caller caller = new Caller.Member(key, bound);

        Explanation told = explainer.explain(caller, Models.call(null, "eu"));

        assertThat(told.limits())
                .containsExactly(
                        new Bound(Holder.TEAM, Limit.RPM, BigDecimal.TEN, null),
                        new Bound(Holder.USER, Limit.TPM, BigDecimal.ONE, null));
        assertThat(told.deployments()).hasSize(1);
        assertThat(told.deployments().getFirst().why()).isNotBlank();
        assertThat(told.fallbacks()).isEmpty();
        assertThat(told.revision()).isEqualTo(live.present().revision());
    }
}
