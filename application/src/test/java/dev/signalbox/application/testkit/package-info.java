/**
 * Fakes with behaviour, fixtures, and the contracts that define the ports; a test-jar for all
 * modules.
 */
@NullMarked
package dev.signalbox.application.testkit;

import org.jspecify.annotations.NullMarked;
