package dev.signalbox.bootstrap.rules;

import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.function.Function;
import java.util.stream.Stream;

/** Makes conditions out of what is wrong with a thing. */
final class Conditions {

    private Conditions() {}

    /**
     * Holds where nothing is wrong.
     *
     * @param wrongs what is wrong with one thing, a sentence each
     */
    static <T> ArchCondition<T> holds(String sentence, Function<T, Stream<String>> wrongs) {
        return new ArchCondition<>(sentence) {
            @Override
            public void check(T item, ConditionEvents events) {
                wrongs.apply(item)
                        .forEach(wrong -> events.add(SimpleConditionEvent.violated(item, wrong)));
            }
        };
    }
}
