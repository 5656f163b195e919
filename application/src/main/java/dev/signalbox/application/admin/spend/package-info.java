/** People look at what was spent, as far as they may. */
@NullMarked
package dev.signalbox.application.admin.spend;

import org.jspecify.annotations.NullMarked;
