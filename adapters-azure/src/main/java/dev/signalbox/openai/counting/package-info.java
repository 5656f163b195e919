/** How many tokens a text has, where an upstream does not say. */
@NullMarked
package dev.signalbox.openai.counting;

import org.jspecify.annotations.NullMarked;
