/** Which models take which parameters. */
@NullMarked
package dev.signalbox.openai.family;

import org.jspecify.annotations.NullMarked;
