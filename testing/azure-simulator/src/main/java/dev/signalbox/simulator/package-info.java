/** An Azure OpenAI and OpenAI upstream for tests, demonstrations and benchmarks. */
@NullMarked
package dev.signalbox.simulator;

import org.jspecify.annotations.NullMarked;
