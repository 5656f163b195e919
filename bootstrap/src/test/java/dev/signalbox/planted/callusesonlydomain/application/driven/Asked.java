package dev.signalbox.planted.callusesonlydomain.application.driven;

/** Breaks nothing. */
public interface Asked {}
