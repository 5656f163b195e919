package dev.signalbox.planted.domaindoesnoinputandoutput.domain.routing;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** Breaks nothing. */
public record Pulse(LongAdder beats, ReentrantLock lock) {}
