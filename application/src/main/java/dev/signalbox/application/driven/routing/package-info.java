/** What routing asks of the world: to be told of, and to be read. */
@NullMarked
package dev.signalbox.application.driven.routing;

import org.jspecify.annotations.NullMarked;
