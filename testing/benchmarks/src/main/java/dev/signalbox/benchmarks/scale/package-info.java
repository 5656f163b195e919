/** Ten keys and a million beside each other. */
@NullMarked
package dev.signalbox.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
