/**
 * What somebody decided about how calls find their way: LiteLLM's router settings, in our words.
 */
@NullMarked
package dev.signalbox.domain.policy;

import org.jspecify.annotations.NullMarked;
