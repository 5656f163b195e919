/** A server starts, decides paths, bounds what callers may send, and stops. */
@NullMarked
package dev.signalbox.http;

import org.jspecify.annotations.NullMarked;
