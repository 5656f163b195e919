/** What calls leave behind: a row for every question that went up, and what it cost. */
@NullMarked
package dev.signalbox.application.ledger;

import org.jspecify.annotations.NullMarked;
