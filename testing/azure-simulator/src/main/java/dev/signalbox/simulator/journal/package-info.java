/** What callers sent and how each exchange ended, for tests to look at. */
@NullMarked
package dev.signalbox.simulator.journal;

import org.jspecify.annotations.NullMarked;
