/** What callers may use, shared with all other replicas, and decided in memory. */
@NullMarked
package dev.signalbox.application.quota;

import org.jspecify.annotations.NullMarked;
