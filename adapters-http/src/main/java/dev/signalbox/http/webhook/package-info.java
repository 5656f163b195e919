/** What happened to budgets is posted to somebody's address. */
@NullMarked
package dev.signalbox.http.webhook;

import org.jspecify.annotations.NullMarked;
