package dev.signalbox.planted.callusesonlydomain.application.call;

import dev.signalbox.planted.callusesonlydomain.domain.access.Person;

/** Breaks nothing. */
public record Call(Person person) {}
