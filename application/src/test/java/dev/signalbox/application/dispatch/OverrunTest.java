package dev.signalbox.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.Fault.Kind;
import dev.signalbox.domain.policy.Checks;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of calls to a deployment that bears fewer at once than there are. */
class OverrunTest {

    private static final RoutingPolicy FINDING =
            RoutingPolicy.DEFAULT.withChecks(
                    new Checks(false, false, null, null, null, true, 0, Duration.ofSeconds(1)));

    private final List<Dispatched.Answered> open = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RATE_LIMITED", "UNAVAILABLE"})
    void whoSaysThatItIsTooMuchGetsFewerCallsAndDoesNotRest(Kind kind) {
        Town town = new Town(FINDING).with("g", "a").with("g", "b");
        opened(town, 40);
        town.fails("a", kind);
        town.fails("b", kind);
        town.call("g");

        assertThat(town.kit().told()).noneMatch(line -> line.contains("rests"));
        Refusal.AllBusy busy = (Refusal.AllBusy) refusal(town);
        assertThat(busy.limit()).isEqualTo("adaptive_concurrency");
        assertThat(busy.pause()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whenCallsHaveEndedItIsAskedAgain() {
        Town town = new Town(FINDING).with("g", "a");
        opened(town, 20);
        town.fails("a", Kind.RATE_LIMITED);
        town.call("g");
        town.upstream("a").mending();
        int asked = town.asked("a");
        assertThat(refusal(town)).isInstanceOf(Refusal.AllBusy.class);

        open.stream().limit(5).forEach(each -> each.lease().ended(Town.ended(Ending.WHOLE), false));

        assertThat(town.servedBy("g")).isEqualTo("a");
        assertThat(town.asked("a")).as("not while there were too many").isEqualTo(asked + 1);
    }

    @Test
    void whoSaysWhenToComeAgainRestsUntilThen() {
        Town town = new Town(FINDING).with("g", "a").with("g", "b");
        opened(town, 40);
        Duration minute = Duration.ofMinutes(1);
        town.upstream("a").failing(new Fault(Kind.RATE_LIMITED, "tpm", Fault.Wording.NONE, minute));
        town.fails("b", Kind.CALLER_ERROR);
        for (int i = 0; i < 4; i++) {
            town.call("g");
        }

        assertThat(town.kit().told()).anyMatch(line -> line.contains("rests"));
    }

    @Test
    void whoRefusesAlthoughItHasHardlyAnythingToDoRests() {
        Town town = new Town(FINDING).with("g", "a").with("g", "b");
        town.fails("a", Kind.RATE_LIMITED);
        for (int i = 0; i < 4; i++) {
            town.call("g");
        }

        assertThat(town.kit().told()).anyMatch(line -> line.contains("rests"));
        assertThat(town.servedBy("g")).isEqualTo("b");
    }

    @Test
    void whereNobodyAskedForItNothingIsFoundOut() {
        Town town = new Town(RoutingPolicy.DEFAULT).with("g", "a").with("g", "b");
        opened(town, 40);
        town.fails("a", Kind.RATE_LIMITED);
        for (int i = 0; i < 4; i++) {
            town.call("g");
        }

        assertThat(town.kit().told()).anyMatch(line -> line.contains("rests"));
    }

    @Test
    void aMockTeachesNothingAboutWhoHasRested() {
        Town town = new Town(RoutingPolicy.DEFAULT).with("g", "a").with("g", "b");
        town.fails("a", Kind.RATE_LIMITED);
        for (int i = 0; i < 10; i++) {
            town.call("g");
        }
        town.upstream("a").mending().mocking(true);
        town.kit().pass(Duration.ofMinutes(10));
        for (int i = 0; i < 50; i++) {
            town.call("g");
        }
        assertThat(town.kit().told()).noneMatch(line -> line.contains("returned"));

        town.upstream("a").mocking(false);
        for (int i = 0; i < 50; i++) {
            town.call("g");
        }
        assertThat(town.kit().told()).anyMatch(line -> line.contains("returned"));
    }

    private void opened(Town town, int calls) {
        for (int i = 0; i < calls; i++) {
            open.add((Dispatched.Answered) asked(town));
        }
    }

    private static Refusal refusal(Town town) {
        return ((Dispatched.Unserved) asked(town)).refusal();
    }

    private static Dispatched asked(Town town) {
        return town.kit()
                .dispatcher()
                .dispatch(town.trip("g", Wishes.NONE, new Hangup()), Naming.AS_SERVED);
    }
}
