/** What was changed stays known: each change of a team, key, user or model, in a chain. */
@NullMarked
package dev.signalbox.domain.history;

import org.jspecify.annotations.NullMarked;
