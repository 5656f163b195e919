/** Callers speak OpenAI's dialect over HTTP: reading it, writing it, wording errors in it. */
@NullMarked
package dev.signalbox.http.openai;

import org.jspecify.annotations.NullMarked;
