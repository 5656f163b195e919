/** What we ask of the outside, one interface for each role. */
@NullMarked
package dev.signalbox.application.driven;

import org.jspecify.annotations.NullMarked;
