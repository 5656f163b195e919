/** The request path asks nobody: all that a call must know, in memory, and how it is kept true. */
@NullMarked
package dev.signalbox.application.directory;

import org.jspecify.annotations.NullMarked;
