/** Calls that go on from responses, and callers who come back to them. */
@NullMarked
package dev.signalbox.application.relay.response;

import org.jspecify.annotations.NullMarked;
