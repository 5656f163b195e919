package dev.signalbox.bootstrap.command.remote;

import dev.signalbox.http.remote.JsonView;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a gateway says of a call that is not made, for people.
 *
 * @param answer as {@code POST /v1/route/explain} gives it; what is missing is left out
 */
record Explanation(JsonView answer) {

    private static final String NOT_SAID = "-";

    /** It, line by line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, "caller", caller(answer.at("caller")));
        add(lines, "asked for", answer.at("asked").text());
        for (JsonView step : answer.at("resolution").items()) {
            add(
                    lines,
                    "alias",
                    "%s -> %s (%s%s)"
                            .formatted(
                                    step.at("from"),
                                    step.at("to"),
                                    step.at("level").text().replace('_', ' '),
                                    share(step)));
        }
        add(lines, "group", answer.at("group").text());
        addCourse(lines, answer.at("course"));
        addAll(lines, "deployments", deployments());
        addAll(lines, "limits", limits());
        addAll(
                lines,
                "fallbacks",
                answer.at("fallbacks").items().stream().map(Explanation::fallback).toList());
        add(lines, "revision", answer.at("revision").text());
        add(lines, "verdict", verdict(answer.at("verdict")));
        return lines;
    }

    /** Which of several groups was drawn, and why. */
    private static String share(JsonView step) {
        if (step.at("of").isEmpty()) {
            return "";
        }
        return step.at("stopped").isTrue()
                ? ", all calls: another group failed too often"
                : ", " + step.at("weight") + " of " + step.at("of");
    }

    private static String caller(JsonView caller) {
        if (caller.at("kind").text().equals("master")) {
            return "the master key";
        }
        List<String> parts = new ArrayList<>();
        addPart(parts, "key ", caller.at("key"));
        addPart(parts, "named ", caller.at("key_alias"));
        addPart(parts, "team ", caller.at("team_id"));
        addPart(parts, "user ", caller.at("user_id"));
        return String.join(", ", parts);
    }

    private static void addPart(List<String> parts, String word, JsonView value) {
        if (!value.isEmpty()) {
            parts.add(word + value);
        }
    }

    private List<String> deployments() {
        Columns table = Columns.of("serves", "id", "provider", "model", "weight", "address", "why");
        for (JsonView deployment : answer.at("deployments").items()) {
            table.add(
                    deployment.at("in").isTrue() ? "yes" : "no",
                    shown(deployment.at("id")),
                    shown(deployment.at("provider")),
                    shown(deployment.at("model")),
                    shown(deployment.at("weight")),
                    shown(deployment.at("address")),
                    deployment.at("why").text());
        }
        return table.isEmpty() ? List.of() : table.lines();
    }

    private List<String> limits() {
        Columns table = Columns.of("of", "limit", "at most", "left", "begins anew");
        for (JsonView limit : answer.at("limits").items()) {
            table.add(
                    (limit.at("level").text() + " " + limit.at("id").text()).strip(),
                    shown(limit.at("name")),
                    shown(limit.at("limit")),
                    shown(limit.at("left")),
                    shown(limit.at("resets_at")));
        }
        return table.isEmpty() ? List.of() : table.lines();
    }

    private static void addCourse(List<String> lines, JsonView course) {
        if (course.isEmpty()) {
            return;
        }
        JsonView patience = course.at("patience");
        add(
                lines,
                "policy",
                "%s (of %s)"
                        .formatted(shown(course.at("strategy")), shown(course.at("policy_of"))));
        add(lines, "retries", course.at("retries").text());
        add(
                lines,
                "patience",
                "%s s for the first event, %s s in all"
                        .formatted(shown(patience.at("first_event")), shown(patience.at("total"))));
        add(lines, "tags", joined(course.at("tags")));
        add(lines, "regions", joined(course.at("residency")));
    }

    private static String joined(JsonView words) {
        return words.items().stream().map(JsonView::text).collect(Collectors.joining(", "));
    }

    private static String fallback(JsonView fallback) {
        JsonView group = fallback.firstOf("model", "group");
        if (group.isEmpty()) {
            return fallback.text();
        }
        JsonView why = fallback.at("why");
        return why.isEmpty() ? group.text() : group + ": not asked, " + why;
    }

    private static String verdict(JsonView verdict) {
        if (verdict.at("served").isTrue()) {
            return "a call would be served";
        }
        return verdict.isEmpty()
                ? ""
                : "a call would be refused with %s %s: %s"
                        .formatted(verdict.at("status"), verdict.at("type"), verdict.at("message"));
    }

    private static String shown(JsonView value) {
        return value.isEmpty() ? NOT_SAID : value.text();
    }

    private static void add(List<String> lines, String what, String text) {
        if (!text.isBlank()) {
            lines.add(String.format(Locale.ROOT, "%-12s %s", what, text));
        }
    }

    private static void addAll(List<String> lines, String what, List<String> below) {
        if (below.isEmpty()) {
            add(lines, what, "none");
        } else {
            lines.add(what);
            below.forEach(line -> lines.add("  " + line));
        }
    }
}
