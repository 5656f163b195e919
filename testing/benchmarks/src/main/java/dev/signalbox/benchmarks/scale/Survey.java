package dev.signalbox.benchmarks.scale;

import dev.signalbox.benchmarks.load.ClosedLoop;
import dev.signalbox.benchmarks.load.OpenLoop;
import dev.signalbox.benchmarks.load.Question;
import dev.signalbox.benchmarks.load.Run;
import dev.signalbox.benchmarks.rig.Premises;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/** Measures everything at one number of keys. Used once, by one thread. */
final class Survey {

    private static final double KIB_PER_MIB = 1024;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final int STARTS = 3;
    private static final int RATE = 500;
    private static final int CONNECTIONS = 32;
    private static final int LOOKS = 20;
    private static final int MAKES = 200;
    private static final int PAGE = 100;
    private static final int USED = 10_000;

    private final Premises premises;
    private final Population people;
    private final int seconds;
    private final List<Figure> figures = new ArrayList<>();
    private int fresh;

    /**
     * @param seconds how long a round of calls lasts
     */
    Survey(Premises premises, Population people, int seconds) {
        this.premises = premises;
        this.people = people;
        this.seconds = seconds;
    }

    List<Figure> figures(int manyKeys) throws IOException, InterruptedException {
        start();
        lists();
        teams();
        changes();
        firstUses();
        calls();
        if (people.keys() > manyKeys) {
            herd();
            fullRing(manyKeys);
        }
        return figures;
    }

    private void start() throws IOException, InterruptedException {
        double[] ready = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            ready[i] = premises.restart();
        }
        Arrays.sort(ready);
        add("start to ready, median of " + STARTS, ready[STARTS / 2], "s");
        add("resident memory when ready", residentMib(), "MiB");
        add("live heap when ready, after a collection", premises.liveHeapMib(), "MiB");
    }

    private void lists() throws IOException, InterruptedException {
        int last = Math.max(1, people.keys() / PAGE);
        look("warm-up", "/key/list?page=1&size=100");
        for (String whole : List.of("", "&return_full_object=true")) {
            String what = "`/key/list`" + (whole.isEmpty() ? "" : ", whole keys") + ", ";
            look(what + "first page", "/key/list?page=1&size=100" + whole);
            look(what + "middle page", page((last + 1) / 2) + whole);
            look(what + "last page", page(last) + whole);
        }
        for (String order : List.of("key_alias", "updated_at", "token_id")) {
            look(
                    "`/key/list` by " + order + ", middle",
                    page((last + 1) / 2) + "&sort_by=" + order);
        }
        look("`/key/list` of a team", "/key/list?page=1&size=100&team_id=team-1");
        look("`/key/list` of the largest team", "/key/list?page=1&size=100&team_id=team-0");
        look("`/key/list` of a user", "/key/list?page=1&size=100&user_id=user-7");
        look("`/key/list` of a name", "/key/list?page=1&size=100&key_alias=key%20nobody");
    }

    private static String page(int number) {
        return "/key/list?size=100&page=" + number;
    }

    private void teams() throws IOException, InterruptedException {
        look("`/v2/team/list`, first page", "/v2/team/list?page_size=100");
        look("`/v2/team/list` by name", "/v2/team/list?page_size=100&sort_by=team_alias");
        look(
                "`/v2/team/list`, part of a name",
                "/v2/team/list?page_size=100&team_alias=number%2077");
        look("`/team/info` of the largest team", "/team/info?team_id=team-0");
    }

    private void changes() throws IOException, InterruptedException {
        one("warm-up", MAKES, i -> newKey());
        one("`/key/generate`", MAKES, i -> newKey());
        one("`/team/new`", MAKES, i -> premises.order("/team/new", "{\"team_alias\":\"new\"}"));
    }

    private Question newKey() {
        return premises.order("/key/generate", "{\"team_id\":\"team-1\"}");
    }

    private void firstUses() throws IOException, InterruptedException {
        one("warm-up", MAKES, i -> premises.models(Population.key(0)));
        one("a key that is known, `/v1/models`", MAKES, i -> premises.models(Population.key(0)));
        int keys = Math.min(MAKES, people.keys() - 1);
        fresh = 1 + keys;
        one(
                "the first use of a key, `/v1/models`",
                keys,
                i -> premises.models(Population.key(i + 1)));
    }

    private void calls() throws IOException, InterruptedException {
        OpenLoop steady = new OpenLoop(RATE, CONNECTIONS);
        int calls = RATE * seconds;
        Random random = new Random(1);
        IntFunction<Question> used =
                i -> premises.call(Population.key(random.nextInt(Math.min(USED, people.keys()))));
        Run warmUp =
                new OpenLoop(4 * RATE, CONNECTIONS)
                        .run(
                                i ->
                                        premises.call(
                                                Population.key(i % Math.min(USED, people.keys()))),
                                USED);
        add("warm-up, failed", warmUp.failures(), "");
        Run direct = steady.run(premises.direct(), calls);
        Run through = steady.run(used, calls);
        added("keys in use, 500 calls/s", direct, through);
        Run random500 =
                steady.run(
                        i -> premises.call(Population.key(random.nextInt(people.keys()))), calls);
        added("random ones of all keys, 500 calls/s", direct, random500);
        fresh = Math.max(fresh, Math.min(USED, people.keys()));
        add("resident memory after these calls", residentMib(), "MiB");
        add("live heap after these calls", premises.liveHeapMib(), "MiB");
    }

    private void added(String what, Run direct, Run through) {
        addMillis(what + ", added p50", through.latency().p50() - direct.latency().p50());
        addMillis(what + ", added p99", through.latency().p99() - direct.latency().p99());
        add(what + ", failed", direct.failures() + through.failures(), "");
    }

    /** Everybody comes to a gateway that has just started. */
    private void herd() throws IOException, InterruptedException {
        add("another start to ready", premises.restart(), "s");
        look("warm-up", "/key/list?page=1&size=100");
        Run run = new OpenLoop(2000, 200).run(i -> premises.models(Population.key(i)), 5000);
        add(
                "5,000 first uses at 2,000/s right after a start, p50",
                millis(run.latency().p50()),
                "ms");
        add(
                "5,000 first uses at 2,000/s right after a start, p99",
                millis(run.latency().p99()),
                "ms");
        add("5,000 first uses at 2,000/s right after a start, failed", run.failures(), "");
        fresh = 5000;
    }

    private void fullRing(int manyKeys) throws IOException, InterruptedException {
        int from = fresh;
        Run run =
                new ClosedLoop(CONNECTIONS)
                        .run(i -> premises.models(Population.key(from + i)), manyKeys);
        String what = String.format(Locale.ROOT, "%,d different keys used", manyKeys);
        add(what + ", failed", run.failures(), "");
        add(what + ", first uses a second", run.calls() / run.seconds(), "1/s");
        add("resident memory with " + what, residentMib(), "MiB");
        add("live heap with " + what, premises.liveHeapMib(), "MiB");
    }

    private void look(String what, String target) throws IOException, InterruptedException {
        one(what, LOOKS, i -> premises.look(target));
    }

    /** One after the other on one connection. */
    private void one(String what, int times, IntFunction<Question> questions)
            throws IOException, InterruptedException {
        Run run = new ClosedLoop(1).run(questions, times);
        if (run.failures() > 0) {
            throw new IOException(what + ": " + run.firstFailure());
        }
        if (!what.equals("warm-up")) {
            addMillis(what + ", p50", run.latency().p50());
            addMillis(what + (times == LOOKS ? ", slowest" : ", p99"), run.latency().p99());
        }
    }

    private double residentMib() throws IOException {
        return premises.meter().memory().gateway() / KIB_PER_MIB;
    }

    private static double millis(double micros) {
        return micros / MICROS_PER_MILLI;
    }

    private void addMillis(String what, double micros) {
        add(what, millis(micros), "ms");
    }

    private void add(String what, double value, String unit) {
        figures.add(new Figure(what, value, unit, !unit.isEmpty()));
        System.err.printf(
                Locale.ROOT,
                "bench: %,9d keys  %-62s %10.2f %s%n",
                people.keys(),
                what,
                value,
                unit);
    }
}
