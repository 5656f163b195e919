package dev.signalbox.planted.callusesonlydomain.application.call;

import dev.signalbox.planted.callusesonlydomain.application.driven.Asked;

/** Breaks the rule. */
public record CulpritCall(Asked asked) {}
