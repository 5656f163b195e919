package dev.signalbox.application.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome.Ending;
import dev.signalbox.application.call.Wishes;
import dev.signalbox.domain.catalog.Deployment.Terms;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.Test;

/** A deployment that begins answers and does not finish them. */
class BreakingOffTest {

    private final Town town =
            new Town(RoutingPolicy.DEFAULT)
                    .with("g", "a", Terms.NONE.draft().order(1).done())
                    .with("g", "b", Terms.NONE.draft().order(2).done());

    private void call(Ending ending) {
        Dispatched dispatched =
                town.kit()
                        .dispatcher()
                        .dispatch(town.trip("g", Wishes.NONE, new Hangup()), Naming.AS_SERVED);
        ((Dispatched.Answered) dispatched).lease().ended(Town.ended(ending), true);
    }

    @Test
    void whoeverBreaksOffFiveAnswersOfFiveRests() {
        for (int i = 0; i < 4; i++) {
            call(Ending.CUT_SHORT);
        }
        assertThat(town.asked("a")).as("four say nothing yet").isEqualTo(4);
        call(Ending.CUT_SHORT);

        assertThat(town.servedBy("g")).isEqualTo("b");
    }

    @Test
    void whoeverBreaksOffHalfOfThemGoesOn() {
        for (int i = 0; i < 10; i++) {
            call(i % 2 == 0 ? Ending.WHOLE : Ending.CUT_SHORT);
        }
        assertThat(town.servedBy("g")).isEqualTo("a");
    }

    @Test
    void aCallerWhoGoesAwaySaysNothingAboutWhoAnswers() {
        for (int i = 0; i < 10; i++) {
            call(Ending.ABANDONED);
        }
        assertThat(town.servedBy("g")).isEqualTo("a");
    }
}
