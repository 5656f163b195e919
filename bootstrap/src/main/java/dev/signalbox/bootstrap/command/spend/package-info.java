/** Commands for those who look after the money. */
@NullMarked
package dev.signalbox.bootstrap.command.spend;

import org.jspecify.annotations.NullMarked;
