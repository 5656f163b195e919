package dev.signalbox.planted.callusesonlydomain.domain.access;

/** Breaks nothing. */
public record Person(String name) {}
