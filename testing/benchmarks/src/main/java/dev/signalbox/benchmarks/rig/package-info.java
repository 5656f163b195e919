/** Starts what is measured, as processes of its own, reads their cost, and clears them away. */
@NullMarked
package dev.signalbox.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
