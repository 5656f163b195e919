package dev.signalbox.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.accounting.Books;
import dev.signalbox.application.accounting.UnpricedCalls;
import dev.signalbox.application.call.Call;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.call.Naming;
import dev.signalbox.application.call.Outcome;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.Upstream;
import dev.signalbox.application.ledger.Receipt;
import dev.signalbox.application.ledger.Receipt.Status;
import dev.signalbox.application.relay.canary.ArmWatch;
import dev.signalbox.application.relay.canary.Canaries;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.RecordingSink;
import dev.signalbox.application.testkit.RoutingKit;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Refusal;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.limits.Usage;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.money.Price;
import dev.signalbox.domain.money.Pricing;
import dev.signalbox.domain.money.Tariff;
import dev.signalbox.domain.policy.RoutingPolicy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What stands in the books after calls. */
class SpendingTest {

    private static final Credential MASTER = Credential.of("sk-the-master-key-of-this-test");
    private static final Usage USAGE = new Usage(10, 5, 4, 0);

    /** 1,000 nanodollars a token of a question, 500 if it was read before, 2,000 of an answer. */
    private static final Price PRICE = new Price(1_000_000, 500_000, 2_000_000, 2_000_000, 0);

    private final Credential credential = Teams.credential(1);
    private final Team team = Teams.team("t", Map.of("alias", "g"));
    private final Key key = Teams.key(credential, "t");
    private final RoutingKit kit = new RoutingKit(RoutingPolicy.DEFAULT, new Random(1));
    private final ScriptedUpstream first = new ScriptedUpstream().taking(USAGE);
    private final ScriptedUpstream second = new ScriptedUpstream().taking(USAGE);
    private final RecordingSink sink = new RecordingSink();
    private CallRelay relay;

    @BeforeEach
    void assemble() {
        InMemoryRegistry registry = new InMemoryRegistry();
        registry.change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(team);
                    edit.put(key);
                    return team;
                });
        Deployment one = priced("one");
        Deployment two = priced("two");
        ModelName group = new ModelName("g");
        ModelName free = new ModelName("free");
        Deployment unpriced = Models.deployment("free");
        Map<Deployment.Id, Upstream> upstreams =
                Map.of(one.id(), first, two.id(), second, unpriced.id(), first);
        LiveDirectory live =
                LiveDirectory.open(
                        registry,
                        new Directory.Models(
                                Map.of(
                                        group,
                                        new ModelGroup(group, List.of(one, two)),
                                        free,
                                        new ModelGroup(free, List.of(unpriced))),
                                upstreams),
                        10);
        relay =
                new CallRelay(
                        RoutingKit.entrance(new Gate(live, MASTER.hash(), new StoppedClock())),
                        kit.dispatcher(),
                        new ArmWatch(new Canaries(), () -> 0),
                        Naming.AS_SERVED);
    }

    private static Deployment priced(String name) {
        Deployment plain = Models.deployment(name);
        Tariff tariff = new Tariff(List.of(new Tariff.Version("v1", Instant.EPOCH, PRICE)));
        int order = name.equals("one") ? 1 : 2;
        return new Deployment(
                plain.id(),
                plain.provider(),
                plain.model(),
                plain.address(),
                plain.terms()
                        .draft()
                        .pricing(Pricing.of(tariff, Instant.EPOCH))
                        .order(order)
                        .done(),
                plain.about());
    }

    private Outcome call() {
        Call call = Models.call(credential, "alias");
        return relay.relay(call, sink);
    }

    private Receipt only() {
        List<Receipt> receipts = kit.spend().receipts();
        assertThat(receipts).hasSize(1);
        assertThat(kit.spend().open()).isEmpty();
        return receipts.getFirst();
    }

    @Test
    void anAnswerIsChargedByItsUsageAndSaysSoBeforeItBegins() {
        assertThat(call()).isInstanceOf(Outcome.Relayed.class);

        Receipt receipt = only();
        NanoUsd cost = new NanoUsd(6 * 1_000 + 4 * 500 + 5 * 2_000);
        assertThat(receipt.cost()).isEqualTo(cost);
        assertThat(receipt.usage()).isEqualTo(USAGE);
        assertThat(receipt.status()).isEqualTo(Status.WHOLE);
        assertThat(receipt.price()).isEqualTo("v1");
        assertThat(receipt.estimated()).isFalse();
        assertThat(receipt.first()).isNotNull();
        assertThat(sink.cost()).contains(cost);
    }

    @Test
    void whatNobodyKnowsThePriceOfIsFreeAndSaysSo() {
        for (int i = 0; i < 2; i++) {
            RecordingSink answer = new RecordingSink();
            relay.relay(Models.call(MASTER, "free"), answer);
            assertThat(answer.isSaidToBeUnpriced()).isTrue();
        }
        assertThat(kit.spend().receipts()).extracting(Receipt::price).containsOnlyNulls();
        assertThat(kit.spend().unpriced().counted())
                .isEqualTo(Map.of(new UnpricedCalls.Place("free", "id-of-free"), 2L));
        relay.relay(Models.call(MASTER, "g"), sink);
        assertThat(sink.isSaidToBeUnpriced()).isFalse();
        assertThat(kit.spend().unpriced().counted()).hasSize(1);
    }

    @Test
    void theRowSaysWhoPaysAndWhoWasAsked() {
        call();

        Receipt receipt = only();
        assertThat(receipt.intent().payer().key()).isEqualTo(key.publicId());
        assertThat(receipt.intent().payer().team()).isEqualTo("t");
        assertThat(receipt.intent().target().asked()).isEqualTo("alias");
        assertThat(receipt.intent().target().group()).isEqualTo("g");
        assertThat(receipt.intent().target().deployment()).isEqualTo("id-of-one");
        assertThat(receipt.intent().target().endpoint()).isEqualTo("acompletion");
        assertThat(receipt.intent().attempt()).isEqualTo(1);
    }

    @Test
    void theMasterKeyIsCalledByItsName() {
        relay.relay(Models.call(MASTER, "g"), sink);

        assertThat(only().intent().payer().key()).isEqualTo(Books.MASTER);
    }

    @Test
    void aFailedQuestionIsARowOfItsOwnAndFree() {
        first.failing(Fault.of(Fault.Kind.BROKEN, "no"));

        call();

        List<Receipt> receipts = kit.spend().receipts();
        assertThat(receipts)
                .extracting(Receipt::status)
                .containsExactly(Status.FAILED, Status.WHOLE);
        assertThat(receipts).extracting(it -> it.intent().attempt()).containsExactly(1, 2);
        assertThat(receipts.getFirst().cost()).isEqualTo(NanoUsd.ZERO);
        assertThat(receipts.getFirst().error()).isEqualTo("broken");
        assertThat(receipts.getFirst().first()).isNull();
        assertThat(kit.spend().open()).isEmpty();
    }

    @Test
    void whatBrokeOffIsChargedByWhatWasSeenAndSaysThatItIsEstimated() {
        ScriptedUpstream silent = first;
        silent.taking(null).breakingOff("12345678", true, Fault.of(Fault.Kind.BROKEN, "no"));

        call();

        Receipt receipt = only();
        assertThat(receipt.status()).isEqualTo(Status.CUT_SHORT);
        assertThat(receipt.estimated()).isTrue();
        assertThat(receipt.usage().completion()).isEqualTo(2);
        assertThat(receipt.cost()).isEqualTo(PRICE.cost(receipt.usage()));
        assertThat(sink.cost()).isEmpty();
    }

    @Test
    void aCallerWhoGoesIsChargedAllTheSame() {
        RecordingSink leaving = sink.leavingAfter(0);

        relay.relay(Models.call(credential, "alias"), leaving);

        assertThat(only().status()).isEqualTo(Status.ABANDONED);
        assertThat(only().cost()).isEqualTo(PRICE.cost(USAGE));
    }

    @Test
    void nobodyIsAskedIfItCannotBeWrittenDown() {
        kit.spend().fillUp();

        assertThat(call()).isEqualTo(new Outcome.Refused(new Refusal.LedgerFull(), null));
        assertThat(first.orders()).isEmpty();
        assertThat(second.orders()).isEmpty();
    }
}
