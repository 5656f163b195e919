/** What deployments answer when nothing goes wrong: documents, streams, vectors, lists. */
@NullMarked
package dev.signalbox.simulator.speech;

import org.jspecify.annotations.NullMarked;
