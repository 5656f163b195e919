/** The keys in use, in bounded room, and how one that nobody here has heard of is asked for. */
@NullMarked
package dev.signalbox.application.directory.keys;

import org.jspecify.annotations.NullMarked;
