/** What a call through the gateway costs, measured on whole processes over real sockets. */
@NullMarked
package dev.signalbox.benchmarks;

import org.jspecify.annotations.NullMarked;
