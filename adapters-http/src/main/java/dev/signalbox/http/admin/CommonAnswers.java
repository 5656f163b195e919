package dev.signalbox.http.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.signalbox.domain.access.Aliases;
import dev.signalbox.domain.limits.Limit;
import dev.signalbox.domain.limits.Limits;

import java.util.List;
import java.util.TreeMap;

/** How what keys, teams and users have in common is answered. */
public final class CommonAnswers {

    private CommonAnswers() {}

    /** Every bound, null where there is none. */
    public static void put(ObjectNode answer, Limits limits) {
        for (Limit limit : Limit.values()) {
            answer.put(limit.word(), limits.of(limit));
        }
    }

    /** Texts, in their order. */
    public static void put(ObjectNode answer, String field, List<String> texts) {
        texts.forEach(answer.putArray(field)::add);
    }

    /** Aliases, in the order of their names. */
    public static void put(ObjectNode answer, String field, Aliases aliases) {
        ObjectNode object = answer.putObject(field);
        new TreeMap<>(aliases.targets())
                .forEach((alias, target) -> object.put(alias.text(), target.text()));
    }
}
