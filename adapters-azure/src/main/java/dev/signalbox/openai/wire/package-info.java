/** How a question crosses the network and its answer comes back: all we know of an HTTP client. */
@NullMarked
package dev.signalbox.openai.wire;

import org.jspecify.annotations.NullMarked;
