/** HTTP/1.1 byte by byte: requests are read, replies are played step by step. No meaning. */
@NullMarked
package dev.signalbox.simulator.wire;

import org.jspecify.annotations.NullMarked;
