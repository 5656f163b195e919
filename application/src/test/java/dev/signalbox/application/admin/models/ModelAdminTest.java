package dev.signalbox.application.admin.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.admin.Changes;
import dev.signalbox.application.admin.Makings;
import dev.signalbox.application.directory.Directory;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.directory.ModelShelf;
import dev.signalbox.application.directory.Terms;
import dev.signalbox.application.driving.admin.Verdict;
import dev.signalbox.application.driving.admin.Verdict.Granted;
import dev.signalbox.application.driving.admin.Verdict.Objected;
import dev.signalbox.application.driving.admin.models.ManageModels.Change;
import dev.signalbox.application.driving.admin.models.ManageModels.NewModel;
import dev.signalbox.application.driving.admin.models.ManageModels.Result;
import dev.signalbox.application.driving.admin.models.ManageModels.Stranded;
import dev.signalbox.application.testkit.InMemoryRegistry;
import dev.signalbox.application.testkit.Models;
import dev.signalbox.application.testkit.OpenWorkshop;
import dev.signalbox.application.testkit.ScriptedSettings;
import dev.signalbox.application.testkit.ScriptedUpstream;
import dev.signalbox.application.testkit.StoppedClock;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Caller;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelGroup;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.domain.rights.Objection;
import dev.signalbox.domain.stored.StoredModel;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class ModelAdminTest {

    private static final Actor ADMIN = new Actor(new Caller.Master(), "127.0.0.1", null);
    private static final Actor SOMEBODY =
            new Actor(
                    new Caller.Member(Teams.key(Teams.credential(1), null), null),
                    "127.0.0.1",
                    null);
    private static final FreeJson PARAMS = new FreeJson("{\"model\":\"azure/x\"}");
    private static final Deployment.Id ID = new Deployment.Id("one");

    private final StoppedClock clock = new StoppedClock();
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final ScriptedUpstream ofFile = new ScriptedUpstream();
    private final ScriptedUpstream ofStore = new ScriptedUpstream();
    private final OpenWorkshop workshop = new OpenWorkshop(ofStore);
    private final LiveDirectory live = directory();
    private final ModelAdmin models = admin(true);

    private LiveDirectory directory() {
        return LiveDirectory.open(
                registry,
                ModelShelf.of(Models.groups(ofFile, List.of("eu")), workshop),
                new Terms(100, null, Duration.ofSeconds(10), () -> 0, Runnable::run));
    }

    private ModelAdmin admin(boolean allowed) {
        return new ModelAdmin(
                new Changes(registry, live, ScriptedSettings.RULES),
                workshop,
                new Makings(clock, () -> "made-up"),
                allowed);
    }

    private static NewModel model(Deployment.Id id, String group) {
        return new NewModel(id, new ModelName(group), PARAMS, FreeJson.EMPTY);
    }

    private static <T> T granted(Verdict<T> verdict) {
        assertThat(verdict).isInstanceOf(Granted.class);
        return ((Granted<T>) verdict).value();
    }

    private static void assertObjected(Verdict<?> verdict, Objection objection) {
        assertThat(verdict).isEqualTo(new Objected<>(objection));
    }

    private List<Deployment.Id> idsIn(LiveDirectory directory, String group) {
        Directory present = directory.present();
        ModelGroup found = present.resolve(new Caller.Master(), new ModelName(group)).group();
        return found == null
                ? List.of()
                : found.deployments().stream().map(Deployment::id).toList();
    }

    @Test
    void aStoredModelIsEffectiveBeforeItIsAnswered() {
        StoredModel made = granted(models.create(ADMIN, model(null, "new"))).model();
        assertThat(made.id()).isEqualTo(new Deployment.Id("made-up"));
        assertThat(made.made().by()).isEqualTo(Actor.MASTER);
        assertThat(idsIn(live, "new")).containsExactly(made.id());
        Deployment deployment = live.present().deployment(made.id());
        assertThat(deployment).isNotNull();
        assertThat(live.present().upstream(deployment)).isSameAs(ofStore);
    }

    @Test
    void aStoredModelJoinsTheGroupOfTheFileThatHasItsName() {
        granted(models.create(ADMIN, model(ID, "eu")));
        assertThat(idsIn(live, "eu")).containsExactly(new Deployment.Id("id-of-eu"), ID);
    }

    @Test
    void aChangeStaysWhereItSaysNothing() {
        StoredModel before = granted(models.create(ADMIN, model(ID, "new"))).model();
        StoredModel after =
                granted(models.change(ADMIN, ID, new Change(new ModelName("other"), null, null)))
                        .model();
        assertThat(after.params()).isEqualTo(before.params());
        assertThat(after.made()).isEqualTo(before.made());
        assertThat(after.changed().at()).isAfter(before.changed().at());
        assertThat(idsIn(live, "new")).isEmpty();
        assertThat(idsIn(live, "other")).containsExactly(ID);
    }

    @Test
    void whoTakesAwayTheLastOneIsToldWhichAliasesLeadNowhereNow() {
        granted(models.create(ADMIN, model(ID, "new")));
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(Teams.team("t", Map.of("gpt", "new", "old", "never-there")));
                    return true;
                });
        live.refresh();
        Result gone = granted(models.delete(ADMIN, ID));
        assertThat(gone.stranded())
                .containsExactly(
                        new Stranded(
                                Teams.team("t", Map.of()).id(),
                                new ModelName("gpt"),
                                new ModelName("new")));
        assertThat(idsIn(live, "new")).isEmpty();
        assertObjected(models.delete(ADMIN, ID), new Objection.NoSuchModel(ID));
    }

    @Test
    void whoTakesAModelAwayIsToldOfItsOwnNameToo() {
        granted(models.create(ADMIN, model(ID, "eu")));
        ModelName own = new ModelName("azure/deployment-of-eu");
        registry.<Boolean>change(
                Author.SIGNALBOX,
                edit -> {
                    edit.put(Teams.team("t", Map.of("gpt", own.text())));
                    return true;
                });
        live.refresh();
        assertThat(idsIn(live, own.text())).containsExactly(ID);

        assertThat(granted(models.delete(ADMIN, ID)).stranded())
                .containsExactly(
                        new Stranded(Teams.team("t", Map.of()).id(), new ModelName("gpt"), own));
        assertThat(idsIn(live, "eu")).as("the group remains").hasSize(1);
    }

    @Test
    void anIdIsOfOneModel() {
        granted(models.create(ADMIN, model(ID, "new")));
        assertObjected(models.create(ADMIN, model(ID, "x")), new Objection.ModelExists(ID));
        Deployment.Id taken = new Deployment.Id("id-of-eu");
        assertObjected(models.create(ADMIN, model(taken, "x")), new Objection.ModelOfFile(taken));
        assertObjected(models.delete(ADMIN, taken), new Objection.ModelOfFile(taken));
        assertObjected(
                models.change(ADMIN, taken, new Change(null, PARAMS, null)),
                new Objection.ModelOfFile(taken));
    }

    @Test
    void whatCannotBeUsedIsNotStored() {
        NewModel unfit =
                new NewModel(ID, new ModelName("x"), new FreeJson("\"unfit\""), FreeJson.EMPTY);
        assertObjected(
                models.create(ADMIN, unfit),
                new Objection.UnfitModel(List.of("litellm_params.model: it is unfit.")));
        assertThat(registry.contents().models()).isEmpty();
    }

    @Test
    void onlyAdministratorsMayAndOnlyWhereTheOperatorWantsIt() {
        assertObjected(models.create(SOMEBODY, model(ID, "x")), new Objection.NotForYou());
        assertObjected(models.delete(SOMEBODY, ID), new Objection.NotForYou());
        assertObjected(
                admin(false).create(ADMIN, model(ID, "x")), new Objection.ModelsOfFileOnly());
        granted(models.create(ADMIN, model(ID, "x")));
        assertThat(granted(admin(false).delete(ADMIN, ID)).model().id()).isEqualTo(ID);
    }

    @Test
    void whatIsStoredIsThereAfterARestart() {
        granted(models.create(ADMIN, model(ID, "new")));
        assertThat(idsIn(directory(), "new")).containsExactly(ID);
    }

    @Test
    void aStoredModelThatNobodyCanOpenIsLeftOutAndTheOthersAreServed() {
        granted(models.create(ADMIN, model(ID, "new")));
        NewModel closed =
                new NewModel(
                        new Deployment.Id("two"),
                        new ModelName("shut"),
                        new FreeJson("\"closed\""),
                        FreeJson.EMPTY);
        granted(models.create(ADMIN, closed));
        assertThat(idsIn(directory(), "shut")).isEmpty();
        ModelReader reader = new ModelReader(directory());
        assertThat(reader.leftOut(ADMIN)).extracting(StoredModel::id).containsExactly(closed.id());
        assertThat(reader.leftOut(SOMEBODY)).isEmpty();
        assertThat(idsIn(directory(), "new")).containsExactly(ID);
    }

    @Test
    void aMistakeOfOursWithOneModelDoesNotKeepTheOthersFromBeingServed() {
        NewModel broken =
                new NewModel(
                        new Deployment.Id("two"),
                        new ModelName("broken"),
                        new FreeJson("\"broken\""),
                        FreeJson.EMPTY);
        granted(models.create(ADMIN, broken));
        granted(models.create(ADMIN, model(ID, "new")));
        assertThat(idsIn(live, "broken")).isEmpty();
        assertThat(idsIn(live, "new")).containsExactly(ID);
    }

    @Test
    void afterAnExchangeOfTheKeyEverythingIsSealedWithTheNewOneAndChangesNothingElse() {
        StoredModel before = granted(models.create(ADMIN, model(ID, "new"))).model();
        SealRenewal renewal = new SealRenewal(registry, workshop);
        assertThat(renewal.renew(live.storedModels())).isZero();
        workshop.exchangeKey("second");
        assertThat(renewal.renew(live.storedModels())).isOne();
        StoredModel after = registry.contents().models().getFirst();
        assertThat(after.params().text()).startsWith("second:");
        assertThat(after).isEqualTo(before.sealed(after.params()));
        // Another process that was told of the old seal finds nothing left to do.
        assertThat(renewal.renew(List.of(before))).isZero();
    }

    @Test
    void whatWasOnlySealedAnewKeepsItsConnections() {
        granted(models.create(ADMIN, model(ID, "new")));
        Deployment before = live.present().deployment(ID);
        workshop.exchangeKey("second");
        new SealRenewal(registry, workshop).renew(live.storedModels());
        live.refresh();
        assertThat(live.present().deployment(ID)).isSameAs(before);
        assertThat(live.storedModels().getFirst().params().text()).startsWith("second:");
    }

    @Test
    void aReplicaThatWasAwayForLongHasExactlyWhatIsStored() {
        LiveDirectory other = directory();
        granted(models.create(ADMIN, model(ID, "new")));
        other.refresh();
        assertThat(idsIn(other, "new")).containsExactly(ID);
        granted(models.delete(ADMIN, ID));
        registry.forgetTombstones();
        other.refresh();
        assertThat(idsIn(other, "new")).isEmpty();
    }
}
