/** The product: the one path of a call. */
@NullMarked
package dev.signalbox.application.relay;

import org.jspecify.annotations.NullMarked;
