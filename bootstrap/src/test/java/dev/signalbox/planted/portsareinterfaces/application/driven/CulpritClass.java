package dev.signalbox.planted.portsareinterfaces.application.driven;

/** Breaks the rule. */
public final class CulpritClass {}
