package dev.signalbox.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.application.driven.Registry;
import dev.signalbox.application.testkit.Teams;
import dev.signalbox.domain.access.Key;
import dev.signalbox.domain.access.Team;
import dev.signalbox.domain.access.User;
import dev.signalbox.domain.catalog.FreeJson;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.domain.limits.Window;
import dev.signalbox.domain.listing.KeyFilter;
import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.policy.RoutingTerms;
import dev.signalbox.persistence.contact.FirstContact;

import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the first version of the schema only kept has a place of its own in the second. */
class UpgradeTest {

    private static final Key.Hash RICH = Teams.credential(1).hash();
    private static final Key.Hash BARE = Teams.credential(2).hash();

    private static final String FILL =
            """
            INSERT INTO teams (id, models, alias_names, alias_targets, blocked, extras, created_at,
                updated_at, revision)
            VALUES ('t', '{eu}', '{gpt}', '{eu}', false,
                '{"max_budget": 12.50, "soft_budget": 10.25, "budget_duration": "30d", "rpm_limit": 7, "tpm_limit": null, "metadata": {"a": "ü", "tags": ["m"], "allow_client_tags": true},
                  "router_settings": {"num_retries" : 1}, "tags": ["x", 5, "x"],
                  "members_with_roles": [
                    {"user_id": "lea", "user_email": "lea@example.org", "role": "admin"},
                    {"user_email": "uwe@example.org", "role": "user"},
                    {"user_id": "lea", "role": "user"}, {"role": "user"}, 5]}',
                now(), now(), 4),
                ('bare', '{}', '{}', '{}', false, '{}', now(), now(), 5);
            INSERT INTO keys (hash, public_id, label, team_id, models, blocked, extras, created_at,
                updated_at, revision)
            VALUES ('%s', 'p1', 'l', 't', '{}', false,
                '{"user_id": "lea", "budget_duration": "never", "model_max_budget": {"gpt": {"budget_limit": 0.5, "time_period": "1d"}, "old": 2, "odd": "x"},
                  "model_rpm_limit": {"gpt": 3, "b": 4}, "model_tpm_limit": {"b": 1.5}, "aliases": {"b": "ww", "a": "eu"}, "tpm_limit": 9,
                  "allowed_routes": ["/v1/*"], "tags": ["x"], "metadata": {"disable_fallbacks": true}}', now(), now(), 6),
                ('%s', 'p2', 'l', NULL, '{}', false,
                '{"metadata": {"tags": "m"}, "tags": 7}', now(), now(), 7);
            UPDATE registry_revision SET revision = 7
            """;

    private static void install(TestDatabase schema, String... changesets) throws Exception {
        schema.execute("CREATE SCHEMA " + schema.url().schema());
        try (Connection connection = FirstContact.connect(schema.url(), 60)) {
            liquibase.database.Database database =
                    DatabaseFactory.getInstance()
                            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            database.setDatabaseChangeLogTableName("signalbox_changelog");
            database.setDatabaseChangeLogLockTableName("signalbox_changelog_lock");
            for (String changeset : changesets) {
                new Liquibase(changeset, new ClassLoaderResourceAccessor(), database).update("");
            }
        }
    }

    @Test
    void nothingThatWasKeptIsLost() throws Exception {
        try (TestDatabase schema = TestDatabase.fresh()) {
            install(schema, "db/V001__teams_and_keys.sql");
            schema.execute(FILL.formatted(RICH.hex(), BARE.hex()));
            try (Database database = schema.open()) {
                Registry registry = database.registry();
                Team team = team(registry);
                assertThat(team.limits().of(Limit.MAX_BUDGET))
                        .isEqualByComparingTo(new BigDecimal("12.5"));
                assertThat(team.limits().of(Limit.SOFT_BUDGET))
                        .isEqualByComparingTo(new BigDecimal("10.25"));
                assertThat(team.limits().of(Limit.RPM)).isEqualByComparingTo(BigDecimal.valueOf(7));
                assertThat(team.limits().of(Limit.TPM)).isNull();
                assertThat(team.limits().window())
                        .isEqualTo(new Window(1, Window.Unit.MONTHS, ZoneOffset.UTC));
                assertThat(team.members())
                        .containsExactly(
                                new Team.Member(new User.Id("lea"), "lea@example.org", true),
                                new Team.Member(
                                        new User.Id("uwe@example.org"), "uwe@example.org", false));
                assertThat(team.extras().text())
                        .contains("metadata")
                        .doesNotContain("members", "soft_budget");
                assertThat(team.routing())
                        .isEqualTo(
                                new RoutingTerms(
                                        Set.of("m", "x"),
                                        Set.of(),
                                        new FreeJson("{\"num_retries\" : 1}"),
                                        false,
                                        true));
                Key rich = registry.find(RICH).key().orElseThrow();
                assertThat(rich.user()).isEqualTo(new User.Id("lea"));
                assertThat(rich.aliases()).isEqualTo(Teams.aliases(Map.of("a", "eu", "b", "ww")));
                assertThat(rich.limits().window()).isNull();
                assertThat(rich.limits().parts())
                        .isEqualTo(
                                Map.of(
                                        "gpt",
                                        Limits.NONE
                                                .with(Limit.MAX_BUDGET, new BigDecimal("0.5"))
                                                .with(Limit.RPM, new BigDecimal("3"))
                                                .every(
                                                        new Window(
                                                                1,
                                                                Window.Unit.DAYS,
                                                                ZoneOffset.UTC)),
                                        "old",
                                        Limits.NONE.with(Limit.MAX_BUDGET, new BigDecimal("2")),
                                        "b",
                                        Limits.NONE.with(Limit.RPM, new BigDecimal("4"))));
                assertThat(rich.routes().entries()).isEqualTo(List.of("/v1/*"));
                assertThat(rich.limits().of(Limit.TPM)).isEqualByComparingTo(BigDecimal.valueOf(9));
                assertThat(rich.extras().text())
                        .contains("tags")
                        .doesNotContain("aliases", "user_id", "\"tpm_limit\"", "allowed_routes");
                assertThat(rich.routing())
                        .isEqualTo(new RoutingTerms(Set.of("x"), Set.of(), null, true, false));
                assertThat(registry.find(BARE).key().orElseThrow().user()).isNull();
                assertThat(registry.changesSince(7).everything()).isTrue();
                assertThat(database.records().keys(KeyFilter.ALL, PageWish.newest(1, 1)).total())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void aSoftBudgetThatIsNoNumberOrCannotBeReadIsNone() throws Exception {
        try (TestDatabase schema = TestDatabase.fresh()) {
            install(
                    schema,
                    "db/V001__teams_and_keys.sql",
                    "db/V002__administration.sql",
                    "db/V003__stored_models.sql",
                    "db/V004__number_of_keys.sql");
            schema.execute(
                    """
                    INSERT INTO teams (id, models, alias_names, alias_targets, blocked, extras,
                        created_at, updated_at, revision)
                    VALUES ('t', '{}', '{}', '{}', false,
                        '{"soft_budget": 1, "metadata": {"a": "\\u0000"}}', now(), now(), 1),
                        ('u', '{}', '{}', '{}', false, '{"soft_budget": "5"}', now(), now(), 1),
                        ('v', '{}', '{}', '{}', false, '{"soft_budget": 1e900000}', now(), now(), 1);
                    """);
            try (Database database = schema.open()) {
                Map<String, BigDecimal> soft = new HashMap<>();
                for (Team team : database.registry().contents().teams()) {
                    BigDecimal bound = team.limits().of(Limit.SOFT_BUDGET);
                    soft.put(team.id().text(), bound == null ? BigDecimal.ZERO : bound);
                }
                assertThat(soft)
                        .isEqualTo(
                                Map.of(
                                        "t",
                                        BigDecimal.ZERO,
                                        "u",
                                        BigDecimal.ZERO,
                                        "v",
                                        BigDecimal.ZERO));
            }
        }
    }

    @Test
    void whatCannotBeReadSaysNothingOfTheWayOfCalls() throws Exception {
        try (TestDatabase schema = TestDatabase.fresh()) {
            install(
                    schema,
                    "db/V001__teams_and_keys.sql",
                    "db/V002__administration.sql",
                    "db/V003__stored_models.sql",
                    "db/V004__number_of_keys.sql");
            schema.execute(
                    """
                    INSERT INTO teams (id, models, alias_names, alias_targets, blocked, extras,
                        created_at, updated_at, revision)
                    VALUES ('t', '{}', '{}', '{}', false,
                        '{"metadata": {"a": "\\u0000"}, "tags": ["x"]}', now(), now(), 1),
                        ('u', '{}', '{}', '{}', false, '{"tags": ["x"]}', now(), now(), 1);
                    """);
            try (Database database = schema.open()) {
                Map<String, Set<String>> tags = new HashMap<>();
                for (Team team : database.registry().contents().teams()) {
                    tags.put(team.id().text(), team.routing().tags());
                }
                assertThat(tags).isEqualTo(Map.of("t", Set.of(), "u", Set.of("x")));
            }
        }
    }

    private static Team team(Registry registry) {
        return registry.contents().teams().stream()
                .filter(team -> team.id().text().equals("t"))
                .findFirst()
                .orElseThrow();
    }
}
