package dev.signalbox.planted.optionalsareanswers.http;

import java.util.Optional;

/** Breaks nothing. */
record Answers(Optional<String> perhaps) {
    Optional<String> give() {
        return perhaps.map(text -> text + "!");
    }
}
