/** The whole thing with nothing set up, to be tried out and thrown away. */
@NullMarked
package dev.signalbox.bootstrap.demo;

import org.jspecify.annotations.NullMarked;
