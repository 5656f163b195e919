/** What the outside asks of us, one interface for each conversation. */
@NullMarked
package dev.signalbox.application.driving;

import org.jspecify.annotations.NullMarked;
