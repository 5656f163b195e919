/** What a reply says, found while it passes: its events, its end, the tokens it took. */
@NullMarked
package dev.signalbox.openai.reading;

import org.jspecify.annotations.NullMarked;
