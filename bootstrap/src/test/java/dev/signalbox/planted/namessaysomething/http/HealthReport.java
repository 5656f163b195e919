package dev.signalbox.planted.namessaysomething.http;

/** Breaks nothing. */
final class HealthReport {}
