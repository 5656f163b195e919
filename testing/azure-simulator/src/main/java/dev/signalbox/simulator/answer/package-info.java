/** Answers as a resource gives them: status, headers, pieces; and Azure's own words for errors. */
@NullMarked
package dev.signalbox.simulator.answer;

import org.jspecify.annotations.NullMarked;
