/** An answer on its way to the caller, and the headers beside it. */
@NullMarked
package dev.signalbox.http.openai.reply;

import org.jspecify.annotations.NullMarked;
