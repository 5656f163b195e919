/** What stands on a call: its address, and what its caller wishes for its way. One pass each. */
@NullMarked
package dev.signalbox.http.openai.reading;

import org.jspecify.annotations.NullMarked;
