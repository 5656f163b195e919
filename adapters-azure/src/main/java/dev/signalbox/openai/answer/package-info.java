/** One answer of an upstream: how it begins, and how it is handed on. */
@NullMarked
package dev.signalbox.openai.answer;

import org.jspecify.annotations.NullMarked;
