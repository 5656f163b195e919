/** Commands that move everything stored: the one family that speaks to a database itself. */
@NullMarked
package dev.signalbox.bootstrap.command.database;

import org.jspecify.annotations.NullMarked;
