/** Reads a piece of a configuration key by key, and says what is wrong with it. */
@NullMarked
package dev.signalbox.bootstrap.config.reading;

import org.jspecify.annotations.NullMarked;
