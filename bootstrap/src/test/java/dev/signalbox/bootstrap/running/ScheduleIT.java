package dev.signalbox.bootstrap.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bootstrap.running.RunningGateway.Order;
import dev.signalbox.persistence.contact.DatabaseUrl;
import dev.signalbox.persistence.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Two gateways on one database, and aliases that are to hold from a moment on: both serve them from
 * one revision, and one of them is enough. Their clock and the database's are this machine's.
 */
@Timeout(180)
class ScheduleIT {

    private static final String TEAM = "planned";
    private static final String ALIAS = "gpt-3.5-turbo";
    private static final Duration AHEAD = Duration.ofMillis(1_500);

    /** The schedule is looked at every second; a machine may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String QUESTION =
            """
            {"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hi"}]}""";

    @TempDir Path folder;

    @Test
    void aPlanHappensOnceOnAllAtOneRevisionAndAlsoWhenOneOfThemIsKilled() throws Exception {
        try (Upstreams upstreams = new Upstreams();
                EmbeddedPostgres database = Prepared.postgres(folder.resolve("external"));
                RunningGateway first = start("a", upstreams, database.url());
                RunningGateway second = start("b", upstreams, database.url());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String key = first.listening().keyOfTeam(TEAM, ALIAS, Upstreams.EU);
            second.listening();

            Instant moment = plan(first, Upstreams.WORLDWIDE);
            List<Future<List<Seen>>> watched = new ArrayList<>();
            for (RunningGateway gateway : List.of(first, second)) {
                watched.add(threads.submit(() -> watch(gateway, key, Upstreams.WORLDWIDE)));
            }
            List<Seen> atFirst = watched.getFirst().get();
            List<Seen> atSecond = watched.getLast().get();

            long revision = atFirst.getLast().revision();
            for (List<Seen> seen : List.of(atFirst, atSecond)) {
                assertThat(seen.getLast()).returns(Upstreams.WORLDWIDE, Seen::group);
                assertThat(seen.getLast()).returns(revision, Seen::revision);
                assertThat(seen.getLast().at()).isAfterOrEqualTo(moment);
                assertThat(seen.subList(0, seen.size() - 1))
                        .as("it was watched before, under other revisions")
                        .isNotEmpty()
                        .allMatch(each -> each.group().equals(Upstreams.EU))
                        .allMatch(each -> each.revision() < revision);
            }

            Instant again = plan(second, Upstreams.EU);
            first.process().destroyForcibly();
            first.exitCode();
            assertThat(Instant.now()).as("it is dead before the moment").isBefore(again);
            List<Seen> alone = watch(second, key, Upstreams.EU);

            assertThat(alone.getFirst()).returns(Upstreams.WORLDWIDE, Seen::group);
            assertThat(alone.getLast()).returns(Upstreams.EU, Seen::group);
            assertThat(alone.getLast().at()).isAfterOrEqualTo(again);
            // The second plan, and its end; nobody did the first one a second time.
            assertThat(alone.getLast().revision()).isEqualTo(revision + 2);
            assertThat(history(second)).as("the team's beginning and two plans").hasSize(3);
        }
    }

    /** An answer, when it had come. */
    private record Seen(Instant at, String group, long revision) {}

    /** Asks until that group serves. */
    private static List<Seen> watch(RunningGateway gateway, String key, String group) {
        List<Seen> seen = new ArrayList<>();
        Instant end = Instant.now().plus(PATIENCE);
        do {
            seen.add(asked(gateway, key));
        } while (!seen.getLast().group().equals(group) && seen.getLast().at().isBefore(end));
        // The change may have come while that one was decided: it may name the revision before.
        seen.set(seen.size() - 1, asked(gateway, key));
        return seen;
    }

    private static Seen asked(RunningGateway gateway, String key) {
        HttpResponse<String> answer = gateway.post("/v1/chat/completions", key, QUESTION);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Seen(
                Instant.now(),
                Asker.header(answer, "x-litellm-model-group"),
                Long.parseLong(Asker.header(answer, "x-signalbox-revision")));
    }

    /** The moment from which on the alias stands for that group. */
    private static Instant plan(RunningGateway gateway, String group) {
        Instant moment = Instant.now().plus(AHEAD);
        HttpResponse<String> planned =
                gateway.post(
                        "/team/aliases/schedule",
                        RunningGateway.MASTER_KEY,
                        """
                        {"team_id": "%s", "model_aliases": {"%s": "%s"}, "effective_at": "%s"}"""
                                .formatted(TEAM, ALIAS, group, moment));
        assertThat(planned.statusCode()).as(planned.body()).isEqualTo(200);
        return Instant.parse(RunningGateway.member("effective_at", planned.body()));
    }

    /** The revisions at which the team's aliases became others. */
    private static List<String> history(RunningGateway gateway) {
        String told =
                gateway.get("/team/aliases/history?team_id=" + TEAM, RunningGateway.MASTER_KEY)
                        .body();
        return Pattern.compile("\"revision\":\\s*(\\d+)")
                .matcher(told)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private RunningGateway start(String name, Upstreams upstreams, DatabaseUrl url)
            throws IOException {
        return upstreams
                .told(Order.in(Files.createDirectories(folder.resolve(name))))
                .with("DATABASE_URL", RunningGateway.text(url))
                .serving(Upstreams.config())
                .start();
    }
}
