package dev.signalbox.benchmarks.scale;

/**
 * One thing that was measured.
 *
 * @param what it is, the same words for every number of keys
 * @param unit ms, s or MiB
 * @param ratio whether it says something to divide the one by the other
 */
record Figure(String what, double value, String unit, boolean ratio) {}
