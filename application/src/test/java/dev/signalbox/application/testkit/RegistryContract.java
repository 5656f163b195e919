package dev.signalbox.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.application.admin.schedule.AliasSchedule;
import dev.signalbox.application.call.Credential;
import dev.signalbox.application.directory.LiveDirectory;
import dev.signalbox.application.driven.AuditLog;
import dev.signalbox.application.driven.Records;
import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.driven.Registry.Changes;
import dev.signalbox.application.driven.Registry.Contents;
import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.ModelList;
import dev.signalbox.domain.access.RouteList;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.history.Author;
import dev.signalbox.domain.history.ChangeFilter;
import dev.signalbox.domain.history.OrderedCorrection;
import dev.signalbox.domain.history.PlannedAliases;
import dev.signalbox.domain.history.RecordedChange;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.Page;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.listing.TeamFilter;
import dev.signalbox.domain.listing.UserFilter;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.domain.quota.Holder;
import dev.signalbox.domain.rights.Scope;
import dev.signalbox.domain.stored.Bounded;
import dev.signalbox.domain.stored.Sealed;
import dev.signalbox.domain.stored.StoredModel;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What every registry must keep, whatever it stores with. */
public abstract class RegistryContract {

    /** An empty registry of its own for each test. */
    protected abstract Registry registry();

    /** The same, to be looked at page by page. */
    protected abstract Records records();

    /** What was changed in it. */
    protected abstract AuditLog history();

    private final Team eu = Teams.team("eu", Map.of("gpt-4", "gpt-4-eu"), List.of("gpt-4-eu"));
    private final Team world = Teams.team("world", Map.of());
    private final Credential credential = Teams.credential(1);
    private final Key key = Teams.key(credential, "eu", "gpt-4").withName("first");

    private void put(Team team) {
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(team);
                            return true;
                        });
    }

    private void put(Key key) {
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(key);
                            return true;
                        });
    }

    @Test
    void aTeamComesBackAsItWasStored() {
        Team full =
                new Team(
                        new Team.Id("tëam/1 '\"\\"),
                        "a name",
                        new ModelList(List.of("b", "a", "*")),
                        Teams.aliases(Map.of("gpt-4", "gpt-4-eu", "ü", "ß\"")),
                        List.of(),
                        Limits.NONE,
                        true,
                        new RoutingTerms(
                                Set.of("free", "ü \"x\""),
                                Set.of("eu", "ch"),
                                new FreeJson("{\"b\" : 1, \"a\":[1e400]}"),
                                true,
                                false),
                        new FreeJson("{\"metadata\": {\"a\": [1, null, \"x\"]}}"),
                        Instant.parse("2026-03-01T12:00:00.123456Z"),
                        Instant.parse("2026-03-02T12:00:00Z"));
        put(full);
        assertThat(registry().contents().teams()).containsExactly(full);
        assertThat(
                        registry()
                                .<Team>change(
                                        Author.SIGNALBOX,
                                        edit -> edit.team(full.id()).orElseThrow()))
                .isEqualTo(full);
    }

    @Test
    void aTeamWithoutANameAndAliasesComesBackSo() {
        Team bare =
                new Team(
                        new Team.Id("bare"),
                        null,
                        ModelList.EVERYTHING,
                        Teams.aliases(Map.of()),
                        List.of(),
                        Limits.NONE,
                        false,
                        RoutingTerms.NONE,
                        FreeJson.EMPTY,
                        Teams.LONG_AGO,
                        Teams.LONG_AGO);
        put(bare);
        assertThat(registry().contents().teams()).containsExactly(bare);
    }

    @Test
    void aKeyComesBackAsItWasStored() {
        Key expiring = Teams.expiring(key, Instant.parse("2030-01-01T00:00:00Z"));
        put(eu);
        put(expiring);
        assertThat(registry().find(key.hash()).key()).contains(expiring);
        Key ofNobody = Teams.key(Teams.credential(2), null);
        put(ofNobody);
        assertThat(registry().find(ofNobody.hash()).key()).contains(ofNobody);
    }

    @Test
    void aKeyThatNobodyHasIsNotFoundButTheRevisionIsSaid() {
        put(eu);
        Registry.Lookup lookup = registry().find(key.hash());
        assertThat(lookup.key()).isEmpty();
        assertThat(lookup.revision()).isEqualTo(registry().contents().revision());
    }

    @Test
    void aChangeIsReadInsideItselfAndAfterwards() {
        String name =
                registry()
                        .change(
                                Author.SIGNALBOX,
                                edit -> {
                                    edit.put(eu);
                                    return edit.team(eu.id()).orElseThrow().name();
                                });
        assertThat(name).isEqualTo(eu.name());
        put(Teams.withAliases(eu, Map.of("other", "gpt-4-eu")));
        assertThat(registry().contents().teams())
                .containsExactly(Teams.withAliases(eu, Map.of("other", "gpt-4-eu")));
    }

    @Test
    void whatThrowsUndoesTheWholeChange() {
        put(world);
        long before = registry().contents().revision();
        assertThatThrownBy(
                        () ->
                                registry()
                                        .<Boolean>change(
                                                Author.SIGNALBOX,
                                                edit -> {
                                                    edit.put(eu);
                                                    edit.remove(world.id());
                                                    throw new IllegalStateException(
                                                            "changed my mind");
                                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed my mind");
        assertThat(registry().contents().teams()).containsExactly(world);
        assertThat(registry().contents().revision()).isEqualTo(before);
    }

    @Test
    void everyChangeRaisesTheRevision() {
        long before = registry().contents().revision();
        put(eu);
        long between = registry().contents().revision();
        put(key);
        assertThat(between).isGreaterThan(before);
        assertThat(registry().contents().revision()).isGreaterThan(between);
    }

    @Test
    void onlyWhatHasChangedSinceIsSaid() {
        put(eu);
        put(key);
        long before = registry().contents().revision();
        assertThat(registry().changesSince(before)).isEqualTo(Changes.none(before));
        put(world);
        Changes changes = registry().changesSince(before);
        assertThat(changes.everything()).isFalse();
        assertThat(changes.revision()).isGreaterThan(before);
        assertThat(changes.teams()).containsExactly(world);
        assertThat(changes.keys()).isEmpty();
        Key blocked = key.withBlocked(true, Teams.LONG_AGO);
        put(blocked);
        assertThat(registry().changesSince(changes.revision()).keys()).containsExactly(blocked);
    }

    @Test
    void whoIsAheadOfTheRegistryIsToldEverything() {
        put(eu);
        long revision = registry().contents().revision();
        assertThat(registry().changesSince(revision + 1))
                .isEqualTo(
                        new Changes(
                                revision,
                                true,
                                List.of(eu),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()));
    }

    private static Bounded bounded(Holder holder, String dollars) {
        return new Bounded(
                holder,
                Limits.NONE
                        .with(Limit.MAX_BUDGET, new BigDecimal(dollars))
                        .withParts(Map.of("gpt", Limits.NONE.with(Limit.RPM, BigDecimal.TEN)))
                        .under("gold/%"),
                dollars.startsWith("9"),
                new FreeJson("{\"alias\":\"x\"}"),
                Teams.LONG_AGO,
                Teams.LONG_AGO);
    }

    private void put(Bounded bounded) {
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(bounded);
                            assertThat(edit.bounded(bounded.holder())).contains(bounded);
                            return true;
                        });
    }

    @Test
    void whatIsSaidOfOthersThanKeysTeamsAndUsersIsToldFromTheStartAndWhenItChanges() {
        Holder user = Holder.of(Holder.Level.END_USER, "Zoë/%20 \\ '\"");
        Holder terms = Holder.of(Holder.Level.TERMS, "gold");
        put(bounded(user, "1.5"));
        put(bounded(terms, "9"));
        Contents contents = registry().contents();
        assertThat(contents.bounded())
                .containsExactlyInAnyOrder(bounded(user, "1.5"), bounded(terms, "9"));
        put(bounded(user, "2"));
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(terms);
                            return edit.bounded(terms).isEmpty();
                        });
        Changes changes = registry().changesSince(contents.revision());
        assertThat(changes.bounded()).containsExactly(bounded(user, "2"));
        assertThat(changes.goneBounded()).containsExactly(terms);
        put(bounded(terms, "3"));
        assertThat(registry().changesSince(contents.revision()).goneBounded()).isEmpty();
    }

    @Test
    void whatIsSaidOfMembersGoesWithTheirTeamAndNoOther() {
        put(eu);
        Holder lea = Holder.of(Holder.Level.MEMBER, eu.id().text(), "lea");
        Holder ben = Holder.of(Holder.Level.MEMBER, eu.id().text(), "ben");
        Holder other = Holder.of(Holder.Level.MEMBER, eu.id().text() + "0", "lea");
        Holder user = Holder.of(Holder.Level.END_USER, eu.id().text());
        List.of(lea, ben, other, user).forEach(holder -> put(bounded(holder, "1")));
        long before = registry().contents().revision();
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(eu.id());
                            return true;
                        });
        assertThat(registry().changesSince(before).goneBounded())
                .containsExactlyInAnyOrder(lea, ben);
        assertThat(registry().contents().bounded())
                .containsExactlyInAnyOrder(bounded(other, "1"), bounded(user, "1"));
    }

    @Test
    void deletingATeamDeletesItsKeysAndSaysSo() {
        Key other = Teams.key(Teams.credential(2), "world");
        put(eu);
        put(world);
        put(key);
        put(other);
        long before = registry().contents().revision();
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(eu.id());
                            return true;
                        });
        Changes changes = registry().changesSince(before);
        assertThat(changes.goneTeams()).containsExactly(eu.id());
        assertThat(changes.goneKeys()).containsExactly(key.hash());
        assertThat(changes.teams()).isEmpty();
        assertThat(registry().find(key.hash()).key()).isEmpty();
        assertThat(registry().find(other.hash()).key()).contains(other);
        assertThat(registry().contents().teams()).containsExactly(world);
    }

    @Test
    void whatWasDeletedAndMadeAgainIsThere() {
        put(eu);
        put(key);
        long before = registry().contents().revision();
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(key.hash());
                            return true;
                        });
        put(key);
        Changes changes = registry().changesSince(before);
        assertThat(changes.keys()).containsExactly(key);
        assertThat(changes.goneKeys()).isEmpty();
    }

    @Test
    void aKeyIsFoundByItsName() {
        put(eu);
        put(key);
        assertThat(
                        registry()
                                .<Boolean>change(
                                        Author.SIGNALBOX,
                                        edit -> edit.keyNamed("first").isPresent()))
                .isTrue();
        assertThat(
                        registry()
                                .<Boolean>change(
                                        Author.SIGNALBOX,
                                        edit -> edit.keyNamed("second").isPresent()))
                .isFalse();
        assertThat(
                        registry()
                                .<Boolean>change(
                                        Author.SIGNALBOX, edit -> edit.key(key.hash()).isPresent()))
                .isTrue();
    }

    @Test
    void theKeysOfTeamsAreListedTheOldestFirst() {
        Key older = Teams.key(Teams.credential(2), "eu");
        Key newer =
                new Key(
                        Teams.credential(3).hash(),
                        "x",
                        "sk-...x",
                        null,
                        new Team.Id("world"),
                        null,
                        ModelList.EVERYTHING,
                        Aliases.NONE,
                        RouteList.EVERYTHING,
                        Limits.NONE,
                        false,
                        null,
                        null,
                        RoutingTerms.NONE,
                        FreeJson.EMPTY,
                        Teams.LONG_AGO.plusSeconds(1),
                        Teams.LONG_AGO);
        put(eu);
        put(world);
        put(newer);
        put(older);
        assertThat(records().keysOf(List.of(eu.id(), world.id()), 10))
                .containsExactly(older, newer);
        assertThat(records().keysOf(List.of(world.id()), 10)).containsExactly(newer);
        assertThat(records().keysOf(List.of(), 10)).isEmpty();
        assertThat(records().keysKnownAs(List.of(newer.publicId(), "nobody's")))
                .contains(newer)
                .allMatch(key -> key.publicId().equals(newer.publicId()));
        assertThat(records().keysKnownAs(List.of("nobody's"))).isEmpty();
        assertThat(records().keysKnownAs(List.of())).isEmpty();
    }

    @Test
    void changesOfManyThreadsAreMadeOneAfterTheOther() throws Exception {
        put(world);
        int threads = 8;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Boolean>> claims = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                claims.add(this::claim);
            }
            int won = 0;
            for (Future<Boolean> claim : pool.invokeAll(claims)) {
                won += claim.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    /** Takes the name if it is free: read, then write. */
    private boolean claim() {
        return registry()
                .change(
                        Author.SIGNALBOX,
                        edit -> {
                            boolean free = edit.team(eu.id()).isEmpty();
                            if (free) {
                                edit.put(eu);
                            }
                            return free;
                        });
    }

    @Test
    void theKeysOfATeamWithAliasesAreFoundInAChange() {
        Key aliased = Teams.aliased(key, Map.of("x", "a"));
        put(eu);
        put(aliased);
        put(Teams.key(Teams.credential(5), eu.id().text()));
        assertThat(
                        registry()
                                .<List<Key>>change(
                                        Author.SIGNALBOX, edit -> edit.aliasedKeysOf(eu.id())))
                .containsExactly(aliased);
        assertThat(
                        registry()
                                .<List<Key>>change(
                                        Author.SIGNALBOX, edit -> edit.aliasedKeysOf(world.id())))
                .isEmpty();
    }

    @Test
    void whatIsKeptForItsOwnerComesBackLetterByLetter() {
        FreeJson odd =
                new FreeJson(
                        "{\"b\" : 1,\n \"a\":1.10, \"a\":1e400, \"t\":\"\\u0000\\ud800 \\/ü\"}");
        put(
                new Team(
                        world.id(),
                        "",
                        world.models(),
                        world.aliases(),
                        world.members(),
                        world.limits(),
                        false,
                        RoutingTerms.NONE,
                        odd,
                        Teams.LONG_AGO,
                        Teams.LONG_AGO));
        assertThat(registry().contents().teams())
                .singleElement()
                .satisfies(team -> assertThat(team.extras()).isEqualTo(odd))
                .satisfies(team -> assertThat(team.name()).isEmpty());
    }

    @Test
    void aNameMayBeVeryLong() {
        // Random, so that no store can squeeze it into an index.
        String name =
                new Random(7)
                        .ints(100_000, 'a', 'z')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        put(eu);
        put(key.withName(name));
        assertThat(
                        registry()
                                .<Boolean>change(
                                        Author.SIGNALBOX, edit -> edit.keyNamed(name).isPresent()))
                .isTrue();
    }

    @Test
    void aKeyThatIsStoredAgainIsTheSameKey() {
        put(eu);
        put(key);
        put(world);
        Key moved = Teams.key(credential, "world").withName("first");
        put(moved);
        assertThat(records().keysOf(List.of(eu.id(), world.id()), 10)).containsExactly(moved);
    }

    @Test
    void whatIsNotThereCanBeRemoved() {
        put(world);
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(eu.id());
                            edit.remove(key.hash());
                            return true;
                        });
        Changes changes = registry().changesSince(0);
        assertThat(changes.goneTeams()).isEmpty();
        assertThat(changes.goneKeys()).isEmpty();
        assertThat(registry().contents().teams()).containsExactly(world);
    }

    private static StoredModel model(String id, String sealed) {
        return new StoredModel(
                new Deployment.Id(id),
                new ModelName("gpt-4"),
                new Sealed(sealed),
                new FreeJson("{\"model\": \"azure/gpt 4\",\n \"rpm\": 1.10}"),
                new FreeJson("{\"mode\":\"chat\"}"),
                new StoredModel.Mark(Teams.LONG_AGO, "anna"),
                new StoredModel.Mark(Instant.parse("2026-03-01T12:00:00.123456Z"), "otto"));
    }

    private <T> T edited(Function<Registry.Edit, T> change) {
        return registry().change(Author.SIGNALBOX, change);
    }

    @Test
    void aModelComesBackAsItWasStored() {
        StoredModel odd = model("öd/1 '\"", "sealed-1");
        edited(
                edit -> {
                    edit.put(odd);
                    return true;
                });
        assertThat(registry().contents().models()).containsExactly(odd);
        assertThat(this.<StoredModel>edited(edit -> edit.model(odd.id()).orElseThrow()))
                .isEqualTo(odd);
        assertThat(this.<Boolean>edited(edit -> edit.model(new Deployment.Id("x")).isEmpty()))
                .isTrue();
    }

    @Test
    void changedAndDeletedModelsAreToldAsChanges() {
        StoredModel first = model("one", "sealed-1");
        StoredModel second = model("two", "sealed-2");
        edited(
                edit -> {
                    edit.put(first);
                    edit.put(second);
                    return true;
                });
        long before = registry().contents().revision();
        StoredModel changed = first.sealed(new Sealed("sealed-3"));
        edited(
                edit -> {
                    edit.put(changed);
                    edit.remove(second.id());
                    return true;
                });
        Changes changes = registry().changesSince(before);
        assertThat(changes.models()).containsExactly(changed);
        assertThat(changes.goneModels()).containsExactly(second.id());
        edited(
                edit -> {
                    edit.put(second);
                    return true;
                });
        Changes back = registry().changesSince(before);
        assertThat(back.models()).containsExactlyInAnyOrder(changed, second);
        assertThat(back.goneModels()).isEmpty();
    }

    @Test
    void whatIsSealedInAModelIsNotInItsHistory() {
        edited(
                edit -> {
                    edit.put(model("one", "the-sealed-text"));
                    return true;
                });
        edited(
                edit -> {
                    edit.remove(new Deployment.Id("one"));
                    return true;
                });
        List<RecordedChange> told = history().changes(new ChangeFilter("model", "one", null, 10));
        assertThat(told).hasSize(2);
        assertThat(told.getFirst().after()).isNull();
        assertThat(told.getFirst().before()).isNotNull();
        assertThat(told.toString()).doesNotContain("the-sealed-text");
    }

    @Test
    void itAnswers() {
        assertThat(registry().answers()).isTrue();
    }

    private static final Limits.Raise RAISE =
            new Limits.Raise(new BigDecimal("0.25"), Instant.parse("2031-01-01T00:00:00.000001Z"));

    private static final User ANNA =
            new User(
                    new User.Id("anna"),
                    "Anna@example.org",
                    "Anna",
                    User.Role.VIEWER,
                    new ModelList(List.of("gpt-4")),
                    Limits.NONE
                            .with(Limit.MAX_BUDGET, new BigDecimal("12.50"))
                            .with(Limit.SOFT_BUDGET, new BigDecimal("10.5"))
                            .raised(RAISE)
                            .every(new Window(1, Window.Unit.WEEKS, ZoneOffset.UTC)),
                    new FreeJson("{\"metadata\": {}}"),
                    Teams.LONG_AGO,
                    Teams.LONG_AGO);

    private void put(User user) {
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.put(user);
                            return true;
                        });
    }

    private Key annas(Key key) {
        return key.withOwner(Key.Owner.of(ANNA));
    }

    @Test
    void everyFieldOfAKeyAndATeamComesBack() {
        Team full =
                new Team(
                        new Team.Id("full"),
                        "a name",
                        ModelList.EVERYTHING,
                        Aliases.NONE,
                        List.of(
                                new Team.Member(new User.Id("anna"), null, true),
                                new Team.Member(new User.Id("bob"), "bob@example.org", false)),
                        new Limits(
                                        Map.of(
                                                Limit.MAX_BUDGET,
                                                new BigDecimal("0.000001"),
                                                Limit.SOFT_BUDGET,
                                                BigDecimal.ZERO,
                                                Limit.RPM,
                                                BigDecimal.ZERO,
                                                Limit.TPM,
                                                new BigDecimal("9007199254740993")))
                                .raised(RAISE)
                                .every(new Window(1, Window.Unit.MONTHS, ZoneOffset.UTC)),
                        false,
                        RoutingTerms.NONE,
                        FreeJson.EMPTY,
                        Teams.LONG_AGO,
                        Teams.LONG_AGO);
        Key rich =
                new Key(
                        key.hash(),
                        key.publicId(),
                        key.label(),
                        "rich",
                        full.id(),
                        Key.Owner.stranger(new User.Id("nobody")),
                        new ModelList(List.of("a")),
                        Teams.aliases(Map.of("x", "a", "ü", "b")),
                        new RouteList(List.of("/v1/*")),
                        Limits.NONE
                                .with(Limit.PARALLEL, new BigDecimal("3"))
                                .with(Limit.SOFT_BUDGET, new BigDecimal("2.5"))
                                .raised(RAISE)
                                .every(new Window(90, Window.Unit.SECONDS, ZoneOffset.UTC))
                                .withParts(
                                        Map.of(
                                                "gpt",
                                                Limits.NONE.with(Limit.RPM, BigDecimal.TWO),
                                                "ü, \"o\"",
                                                Limits.NONE
                                                        .with(
                                                                Limit.MAX_BUDGET,
                                                                new BigDecimal("0.01"))
                                                        .with(Limit.TPM, BigDecimal.TEN)
                                                        .every(
                                                                new Window(
                                                                        1,
                                                                        Window.Unit.DAYS,
                                                                        ZoneOffset.UTC)))),
                        true,
                        Instant.parse("2030-01-01T00:00:00Z"),
                        new Key.Former(
                                Teams.credential(9).hash(), Instant.parse("2029-01-01T00:00:00Z")),
                        new RoutingTerms(
                                Set.of("gold"), Set.of(), new FreeJson("{\"x\": {}}"), false, true),
                        FreeJson.EMPTY,
                        Teams.LONG_AGO,
                        Teams.LONG_AGO);
        put(full);
        put(rich);
        assertThat(registry().contents().teams()).containsExactly(full);
        assertThat(registry().find(rich.hash()).key()).contains(rich);
    }

    @Test
    void aKeySaysWhatItsOwnerIsNow() {
        Key owned = key.withOwner(Key.Owner.stranger(ANNA.id()));
        put(eu);
        put(owned);
        long before = registry().contents().revision();
        put(ANNA);
        assertThat(registry().changesSince(before).keys()).containsExactly(annas(owned));
        assertThat(registry().find(key.hash()).key()).contains(annas(owned));
        long between = registry().contents().revision();
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(ANNA.id());
                            return true;
                        });
        assertThat(registry().changesSince(between).keys()).containsExactly(owned);
    }

    @Test
    void aUserIsFoundByIdByAddressAndByTeam() {
        put(ANNA);
        put(eu.withMembers(List.of(new Team.Member(ANNA.id(), null, true)), Teams.LONG_AGO));
        put(world);
        put(annas(key));
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            assertThat(edit.user(ANNA.id())).contains(ANNA);
                            assertThat(edit.userAt("anna@EXAMPLE.org")).contains(ANNA);
                            assertThat(edit.userAt("anna@example.com")).isEmpty();
                            assertThat(edit.teamsOf(ANNA.id()))
                                    .extracting(Team::id)
                                    .containsExactly(eu.id());
                            assertThat(edit.keysOf(ANNA.id())).containsExactly(annas(key));
                            return true;
                        });
        assertThat(records().user(ANNA.id())).contains(ANNA);
    }

    @Test
    void aRotatedKeyAnswersToItsFormerHashAndToNoOlderOne() {
        put(eu);
        put(key);
        Key second = rotated(key, Teams.credential(2));
        Key third = rotated(second, Teams.credential(3));
        long before = registry().contents().revision();
        rotate(key.hash(), second);
        assertThat(registry().find(second.hash()).key()).contains(second);
        assertThat(registry().find(key.hash()).key()).contains(second);
        Changes changes = registry().changesSince(before);
        assertThat(changes.goneKeys()).containsExactly(key.hash());
        assertThat(changes.keys()).containsExactly(second);
        long between = registry().contents().revision();
        rotate(second.hash(), third);
        assertThat(registry().find(key.hash()).key()).isEmpty();
        assertThat(registry().find(second.hash()).key()).contains(third);
        assertThat(registry().changesSince(between).goneKeys())
                .containsExactlyInAnyOrder(key.hash(), second.hash());
        assertThat(records().keys(KeyFilter.ALL, PageWish.newest(1, 10)).rows())
                .containsExactly(third);
    }

    @Test
    void whatOpenedADeletedKeyOpensNothing() {
        put(eu);
        put(key);
        Key second = rotated(key, Teams.credential(2));
        rotate(key.hash(), second);
        long before = registry().contents().revision();
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.remove(second.hash());
                            return true;
                        });
        assertThat(registry().changesSince(before).goneKeys())
                .containsExactlyInAnyOrder(key.hash(), second.hash());
        assertThat(registry().find(key.hash()).key()).isEmpty();
    }

    private void rotate(Key.Hash before, Key after) {
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            edit.rotate(before, after);
                            return true;
                        });
    }

    private static Key rotated(Key key, Credential next) {
        return key.rotated(
                next.hash(),
                next.publicId(),
                next.label(),
                new Key.Former(key.hash(), Instant.parse("2030-01-01T00:00:00Z")));
    }

    @Test
    void listsComePageByPage() {
        for (String id : List.of("c", "a", "b", "50%_off\\")) {
            put(Teams.team(id, Map.of()));
        }
        PageWish byName = new PageWish(1, 2, PageWish.Order.NAME, false);
        Page<Team> first = records().teams(TeamFilter.ALL, byName);
        assertThat(first.rows())
                .extracting(team -> team.id().text())
                .containsExactly("50%_off\\", "a");
        assertThat(first.total()).isEqualTo(4);
        assertThat(first.pages()).isEqualTo(2);
        assertThat(
                        records()
                                .teams(TeamFilter.ALL, new PageWish(3, 2, PageWish.Order.ID, true))
                                .rows())
                .isEmpty();
        for (String part : List.of("%", "_", "\\", "M 50%_OFF\\")) {
            assertThat(records().teams(new TeamFilter(null, null, part), byName).rows())
                    .as(part)
                    .hasSize(1);
        }
        put(ANNA);
        assertThat(
                        records()
                                .users(
                                        new UserFilter(List.of(), User.Role.VIEWER, "ANNA@"),
                                        PageWish.newest(1, 10))
                                .rows())
                .containsExactly(ANNA);
    }

    @Test
    void everyChangeIsWrittenDownInAChain() {
        put(eu);
        put(key);
        registry()
                .<Boolean>change(
                        new Author("anna", "10.0.0.7", "bob"),
                        edit -> {
                            edit.remove(eu.id());
                            return true;
                        });
        List<RecordedChange> changes = history().changes(new ChangeFilter(null, null, null, 10));
        assertThat(changes).extracting(RecordedChange::serial).containsExactly(3L, 2L, 1L);
        assertThat(changes).extracting(RecordedChange::kind).containsExactly("team", "key", "team");
        assertThat(changes.getFirst().by()).isEqualTo(new Author("anna", "10.0.0.7", "bob"));
        assertThat(changes.getFirst().after()).isNull();
        assertThat(changes.getLast().before()).isNull();
        assertThat(changes.get(1).id()).isEqualTo(key.publicId());
        assertThat(history().verify(null).flaw()).isNull();
        assertThat(history().verify(null).rows()).isEqualTo(3);
        assertThat(history().changes(new ChangeFilter("key", null, null, 10))).hasSize(1);
        assertThat(history().changes(new ChangeFilter(null, null, 3L, 1)))
                .extracting(RecordedChange::serial)
                .containsExactly(2L);
    }

    @Test
    void aCorrectionOfTheLedgerIsWrittenDownWithItsPeriodAndItsDifference() {
        Instant from = Instant.parse("2026-03-14T12:00:00Z");
        Instant to = Instant.parse("2026-03-14T18:00:00.5Z");
        for (String model : Arrays.asList(null, "g\u00fc")) {
            registry()
                    .<Boolean>change(
                            new Author("anna", "10.0.0.7", "bob"),
                            edit -> {
                                edit.note(
                                        new OrderedCorrection(
                                                from, to, model, 3, new NanoUsd(-12_345_678_901L)));
                                return true;
                            });
        }
        List<RecordedChange> changes =
                history().changes(new ChangeFilter("correction", from + "/" + to, null, 10));
        assertThat(changes).hasSize(2);
        assertThat(changes.getFirst().by()).isEqualTo(new Author("anna", "10.0.0.7", "bob"));
        assertThat(changes.getFirst().before()).isNull();
        assertThat(changes)
                .extracting(change -> change.after().text().replace(" ", ""))
                .containsExactly(said("\"g\u00fc\""), said("null"));
        assertThat(history().verify(null).flaw()).isNull();
    }

    private static String said(String model) {
        return "{\"from\":\"2026-03-14T12:00:00Z\",\"to\":\"2026-03-14T18:00:00.500Z\",\"model\":"
                + model
                + ",\"rows\":3,\"difference\":-12.345678901}";
    }

    @Test
    void whatWasUndoneIsNotWrittenDown() {
        put(eu);
        assertThatThrownBy(
                        () ->
                                registry()
                                        .<Boolean>change(
                                                Author.SIGNALBOX,
                                                edit -> {
                                                    edit.put(world);
                                                    throw new IllegalStateException("no");
                                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(history().changes(new ChangeFilter(null, null, null, 10))).hasSize(1);
    }

    @Test
    void theAliasesOfATeamAreKnownAtEveryRevision() {
        put(world);
        long none = registry().contents().revision();
        put(Teams.withAliases(world, Map.of("gpt", "a")));
        long a = registry().contents().revision();
        put(key.team() == null ? world : eu);
        put(Teams.withAliases(world, Map.of("gpt", "b", "ü", "c")));
        long b = registry().contents().revision();
        assertThat(history().aliasesAt(world.id(), none)).contains(Aliases.NONE);
        assertThat(history().aliasesAt(world.id(), a)).contains(Teams.aliases(Map.of("gpt", "a")));
        assertThat(history().aliasesAt(world.id(), b - 1))
                .contains(Teams.aliases(Map.of("gpt", "a")));
        assertThat(history().aliasesAt(world.id(), b))
                .contains(Teams.aliases(Map.of("gpt", "b", "ü", "c")));
        assertThat(history().aliasesAt(new Team.Id("never"), b)).isEmpty();
        assertThat(history().aliasesOf(world.id()))
                .extracting(past -> past.revision())
                .containsExactly(b, a, none);
    }

    @Test
    void namesForSeveralGroupsComeBackAndSoDoTheyInTheHistory() {
        Aliases first =
                new Aliases(
                        Map.of(new ModelName("plain"), new ModelName("a")),
                        Teams.splitting("ü \"", "b:90 a:10 ß/ü:1000").splits());
        Aliases second = Teams.splitting("ü \"", "a:10 b:90");
        Key split = Scope.of(key).withAliases(first).on(key);
        put(Teams.withAliases(eu, first));
        put(split);
        long revision = registry().contents().revision();
        put(Teams.withAliases(eu, second));
        assertThat(registry().contents().teams()).containsExactly(Teams.withAliases(eu, second));
        assertThat(registry().find(key.hash()).key()).contains(split);
        assertThat(history().aliasesAt(eu.id(), revision)).contains(first);
        assertThat(history().aliasesOf(eu.id()))
                .extracting(past -> past.aliases())
                .containsExactly(second, first);
    }

    private PlannedAliases plan(String id, Team team, Duration ahead) {
        return registry()
                .<PlannedAliases>change(
                        Author.SIGNALBOX,
                        edit -> {
                            Instant now = edit.now().truncatedTo(ChronoUnit.MICROS);
                            PlannedAliases plan =
                                    new PlannedAliases(
                                            id,
                                            team.id(),
                                            Teams.splitting("gpt", "a:1 b:2"),
                                            now.plus(ahead),
                                            new Author("ann", "10.0.0.1", "boss"),
                                            true,
                                            now,
                                            PlannedAliases.State.WAITING,
                                            null);
                            edit.put(plan);
                            return plan;
                        });
    }

    @Test
    void whatWasPlannedIsDueWhenItsMomentHasCome() {
        PlannedAliases later = plan("later", eu, Duration.ofHours(1));
        PlannedAliases second = plan("second", eu, Duration.ofSeconds(-1));
        PlannedAliases first = plan("first", world, Duration.ofSeconds(-2));
        assertThat(registry().duePlans()).containsExactly(first, second);
        assertThat(registry().plansOf(eu.id())).containsExactly(later, second);
        PlannedAliases failed = first.ended(PlannedAliases.State.FAILED, "because");
        registry()
                .<Boolean>change(
                        Author.SIGNALBOX,
                        edit -> {
                            assertThat(edit.plan("first")).contains(first);
                            assertThat(edit.plans(eu.id())).containsExactly(later, second);
                            assertThat(edit.plan("none")).isEmpty();
                            edit.put(failed);
                            return true;
                        });
        assertThat(registry().duePlans()).containsExactly(second);
        assertThat(registry().plansOf(world.id())).containsExactly(failed);
        assertThat(history().changes(new ChangeFilter("schedule", "first", null, 10))).hasSize(2);
    }

    @Test
    void whatIsDueHappensOnceHoweverManyLookAtTheSameTime() throws Exception {
        put(world);
        PlannedAliases plan = plan("due", world, Duration.ofSeconds(-1));
        long revision = registry().contents().revision();
        List<Callable<Integer>> replicas = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            LiveDirectory live =
                    LiveDirectory.open(
                            registry(),
                            Models.groups(new ScriptedUpstream(), List.of("a", "b", "gpt-4-eu")),
                            10);
            AliasSchedule schedule =
                    new AliasSchedule(
                            new dev.signalbox.application.admin.Changes(
                                    registry(), live, ScriptedSettings.RULES),
                            registry());
            replicas.add(schedule::run);
        }
        int done = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(replicas)) {
                done += one.get();
            }
        }
        assertThat(done).isEqualTo(1);
        assertThat(registry().plansOf(world.id()))
                .containsExactly(plan.ended(PlannedAliases.State.DONE, null));
        assertThat(registry().contents().teams())
                .singleElement()
                .satisfies(team -> assertThat(team.aliases()).isEqualTo(plan.aliases()));
        assertThat(history().aliasesOf(world.id()).getFirst().by()).isEqualTo(plan.by());
        assertThat(registry().contents().revision()).isEqualTo(revision + 1);
    }
}
