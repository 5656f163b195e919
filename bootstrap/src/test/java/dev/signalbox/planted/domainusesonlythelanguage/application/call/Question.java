package dev.signalbox.planted.domainusesonlythelanguage.application.call;

/** Breaks nothing. */
public record Question(String text) {}
