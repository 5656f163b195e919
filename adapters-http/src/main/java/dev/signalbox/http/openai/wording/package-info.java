/** The words for what has many: failures of upstreams, limits and budgets. */
@NullMarked
package dev.signalbox.http.openai.wording;

import org.jspecify.annotations.NullMarked;
