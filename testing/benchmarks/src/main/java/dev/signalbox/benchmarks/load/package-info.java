/** Asks over HTTP at a steady pace and takes the time of every call. */
@NullMarked
package dev.signalbox.benchmarks.load;

import org.jspecify.annotations.NullMarked;
