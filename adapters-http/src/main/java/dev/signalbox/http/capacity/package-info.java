/** How much is served at the same time: calls, and the bytes of their bodies. */
@NullMarked
package dev.signalbox.http.capacity;

import org.jspecify.annotations.NullMarked;
