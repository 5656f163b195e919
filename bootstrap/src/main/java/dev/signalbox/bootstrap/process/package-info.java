/** A process that tells a person how it goes, and leaves nothing open when it ends. */
@NullMarked
package dev.signalbox.bootstrap.process;

import org.jspecify.annotations.NullMarked;
