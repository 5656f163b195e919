package dev.signalbox.planted.portsuseonlycallanddomain.application.relay;

/** Breaks nothing. */
public final class Doer {}
