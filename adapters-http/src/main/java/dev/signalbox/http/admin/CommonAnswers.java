package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.catalog.ModelName;
import dev.signalbox.domain.catalog.Resolution.Arm;
import dev.signalbox.domain.catalog.Resolution.Split;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;
import dev.signalbox.http.admin.form.Times;

import java.util.List;
import java.util.TreeSet;

/** How what keys, teams and users have in common is answered. */
public final class CommonAnswers {

    private CommonAnswers() {}

    /** Every bound, what is raised for a while, and when the money may be spent anew. */
    public static void put(ObjectNode answer, Limits limits) {
        for (Limit limit : Limit.values()) {
            answer.put(limit.word(), limits.of(limit));
        }
        ResetFields.mark(answer, limits);
        Limits.Raise raise = limits.raise();
        answer.put("temp_budget_increase", raise == null ? null : raise.by());
        answer.put("temp_budget_expiry", raise == null ? null : Times.text(raise.until()));
    }

    /** Texts, in their order. */
    public static void put(ObjectNode answer, String field, List<String> texts) {
        texts.forEach(answer.putArray(field)::add);
    }

    /** Aliases as they are written, in the order of their names. */
    public static void put(ObjectNode answer, String field, Aliases aliases) {
        ObjectNode object = answer.putObject(field);
        for (ModelName name : new TreeSet<>(aliases.names())) {
            ModelName target = aliases.target(name);
            Split split = aliases.split(name);
            if (split == null) {
                object.put(name.text(), target == null ? null : target.text());
            } else {
                ArrayNode arms = object.putArray(name.text());
                for (Arm arm : split.arms()) {
                    arms.addObject().put("group", arm.group().text()).put("weight", arm.weight());
                }
            }
        }
    }
}
