/** Somebody asks, and may or may not: teams, keys, aliases, rules and refusals. */
@NullMarked
package dev.signalbox.domain.access;

import org.jspecify.annotations.NullMarked;
