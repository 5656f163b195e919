package dev.signalbox.application.driven.routing;

import dev.signalbox.domain.catalog.Deployment;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.catalog.ModelName;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Is told what becomes of calls, to count it and to write it down. Called on the threads of calls,
 * many at once: must neither block nor throw.
 */
public interface Signals {

    /** Nobody listens. */
    Signals NOBODY = new Signals() {};

    /** One deployment was asked once. */
    default void attempted(Attempted attempt) {}

    /**
     * A deployment is left alone for a while.
     *
     * @param why what it failed with
     */
    default void rests(Place place, Duration rest, Fault why) {}

    /** A deployment that rested serves again. */
    default void returned(Place place) {}

    /**
     * A call went to another group.
     *
     * @param served whether that group, or one after it, could serve it
     */
    default void fellBack(ModelName from, ModelName to, boolean served) {}

    /** A call was not tried again, because its group has no retries left to give. */
    default void retryRefused(ModelName group) {}

    /** A deployment of a group. */
    record Place(ModelName group, Deployment deployment) {}

    /**
     * One attempt.
     *
     * @param call the call's id
     * @param asked the name that the caller wrote
     * @param number 1 for the first attempt of a call, in all groups together
     * @param why what is said of the choice, half a sentence; put into words when it is asked for
     * @param took until the answer began, or until the failure
     * @param fault null: the answer began
     * @param next what became of the call
     */
    record Attempted(
            String call,
            ModelName asked,
            Place place,
            int number,
            Supplier<String> why,
            Duration took,
            @Nullable Fault fault,
            Next next) {}

    /** What became of a call after an attempt. */
    enum Next {
        /** Its answer began. */
        ANSWERED,
        /** It is tried again in the same group. */
        RETRIED,
        /** The group is done with it: another is asked, or its caller is told. */
        GIVEN_UP,
        /** Its caller went away. */
        ABANDONED
    }
}
