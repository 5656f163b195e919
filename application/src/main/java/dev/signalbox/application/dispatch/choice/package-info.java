/** Whom a call may ask in one group, and by whose policy. */
@NullMarked
package dev.signalbox.application.dispatch.choice;

import org.jspecify.annotations.NullMarked;
