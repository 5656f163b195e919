package dev.signalbox.planted.domaindoesnoinputandoutput.domain.routing;

import java.util.concurrent.ExecutorService;

/** Breaks the rule. */
public record CulpritWithThreads(ExecutorService threads) {}
