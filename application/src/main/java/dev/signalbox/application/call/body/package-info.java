/** What a call asks, carried and not opened, and how it is written for one deployment. */
@NullMarked
package dev.signalbox.application.call.body;

import org.jspecify.annotations.NullMarked;
