package dev.signalbox.http.observe;

import dev.signalbox.application.driven.routing.Signals;
import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.http.exchange.Exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Counts what becomes of calls, under LiteLLM's names where it has one, and tells whoever asks. The
 * values of labels come from the configuration, never from callers: what a caller invents, such as
 * the name behind a wildcard, is counted under the group's own name. Safe for many threads.
 */
public final class RoutingMetrics implements Signals {

    /** As LiteLLM counts how a deployment is doing. */
    private static final long HEALTHY = 0;

    private static final long PARTIAL = 1;
    private static final long OUTAGE = 2;

    private static final List<String> PLACE =
            List.of("litellm_model_name", "model_id", "api_base", "api_provider");
    private static final List<String> ASKED = with("requested_model", PLACE);
    private static final List<String> GROUP = List.of("model_group");
    private static final List<String> FALLBACK = List.of("requested_model", "fallback_model");

    private final Family totals =
            counter("litellm_deployment_total_requests_total", "Attempts on a deployment", ASKED);
    private final Family successes =
            counter(
                    "litellm_deployment_success_responses_total",
                    "Attempts that were answered",
                    ASKED);
    private final Family failures =
            counter(
                    "litellm_deployment_failure_responses_total",
                    "Attempts that failed before an answer began",
                    with(ASKED, "exception_status", "exception_class"));
    private final Family rests =
            counter(
                    "litellm_deployment_cooled_down_total",
                    "How often a deployment was left alone for a while",
                    with(PLACE, "exception_status"));
    private final Family states =
            new Family(
                    "litellm_deployment_state",
                    Family.Type.GAUGE,
                    "0: its last attempt was answered; 1: it failed; 2: it rests, or has rested and"
                            + " has not answered yet",
                    PLACE);
    private final Family savedByFallback =
            counter(
                    "litellm_deployment_successful_fallbacks_total",
                    "Calls that another group served",
                    FALLBACK);
    private final Family lostInFallback =
            counter(
                    "litellm_deployment_failed_fallbacks_total",
                    "Calls that another group could not serve either",
                    FALLBACK);
    private final Family attempts =
            counter("signalbox_attempts_total", "Attempts in a group", GROUP);
    private final Family retries =
            counter("signalbox_retries_total", "Attempts that were tried again", GROUP);
    private final Family refused =
            counter(
                    "signalbox_retries_refused_total",
                    "Calls that were not tried again, because the group's budget of retries was"
                            + " spent",
                    GROUP);

    private final Predicate<ModelName> configured;
    private final Supplier<SpendNumbers> spend;

    /**
     * @param configured whether a name that was asked for is one that somebody configured: a group,
     *     an alias, a deployment's id; asked on the threads of calls
     * @param spend asked each time somebody collects
     */
    public RoutingMetrics(Predicate<ModelName> configured, Supplier<SpendNumbers> spend) {
        this.configured = configured;
        this.spend = spend;
    }

    @Override
    public void attempted(Attempted attempt) {
        List<String> place = place(attempt.place());
        List<String> asked = with(asked(attempt), place);
        totals.count(asked);
        attempts.count(group(attempt.place().group()));
        Fault fault = attempt.fault();
        if (fault == null) {
            successes.count(asked);
            states.change(PARTIAL, HEALTHY, place);
        } else if (attempt.next() != Next.ABANDONED) {
            FaultClass failed = FaultClass.of(fault.kind());
            failures.count(with(asked, failed.status(), failed.word()));
            states.change(HEALTHY, PARTIAL, place);
        }
        if (attempt.next() == Next.RETRIED) {
            retries.count(group(attempt.place().group()));
        }
    }

    @Override
    public void rests(Place place, Duration rest, Fault why) {
        rests.count(with(place(place), FaultClass.of(why.kind()).status()));
        states.set(OUTAGE, place(place));
    }

    @Override
    public void returned(Place place) {
        states.set(HEALTHY, place(place));
    }

    @Override
    public void fellBack(ModelName from, ModelName to, boolean served) {
        Family family = served ? savedByFallback : lostInFallback;
        family.count(List.of(from.text(), to.text()));
    }

    @Override
    public void retryRefused(ModelName group) {
        refused.count(group(group));
    }

    /** Answers whoever collects the numbers. */
    public void tell(Exchange exchange, String variable) {
        exchange.answer(200, Exposition.MEDIA_TYPE, text().getBytes(StandardCharsets.UTF_8));
    }

    /** All numbers, as they are told. */
    String text() {
        List<Family> all =
                new ArrayList<>(
                        List.of(
                                totals,
                                successes,
                                failures,
                                rests,
                                states,
                                savedByFallback,
                                lostInFallback,
                                attempts,
                                retries,
                                refused));
        all.addAll(spend.get().families());
        return Exposition.text(all);
    }

    private String asked(Attempted attempt) {
        ModelName group = attempt.place().group();
        boolean known = attempt.asked().equals(group) || configured.test(attempt.asked());
        return known ? attempt.asked().text() : group.text();
    }

    private static List<String> place(Place place) {
        Deployment deployment = place.deployment();
        String group = place.group().text();
        // Behind a wildcard the deployment's model is the caller's word.
        String model = group.indexOf('*') < 0 ? deployment.model() : group;
        return List.of(
                model, deployment.id().text(), deployment.address(), deployment.provider().word());
    }

    private static List<String> group(ModelName group) {
        return List.of(group.text());
    }

    private static Family counter(String name, String help, List<String> labels) {
        return new Family(name, Family.Type.COUNTER, help, labels);
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(others.size() + 1);
        all.add(first);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static List<String> with(List<String> some, String... others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(others));
        return List.copyOf(all);
    }
}
