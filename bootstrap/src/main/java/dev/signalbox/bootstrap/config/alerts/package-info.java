/** Who is told what happens to budgets. */
@NullMarked
package dev.signalbox.bootstrap.config.alerts;

import org.jspecify.annotations.NullMarked;
