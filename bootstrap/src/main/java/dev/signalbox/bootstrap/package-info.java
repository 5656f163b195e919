/** Where every piece is made and joined, started and stopped. */
@NullMarked
package dev.signalbox.bootstrap;

import org.jspecify.annotations.NullMarked;
