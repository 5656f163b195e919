/** Ids of responses: callers come back with them, and nobody else's work for them. */
@NullMarked
package dev.signalbox.application.call.response;

import org.jspecify.annotations.NullMarked;
