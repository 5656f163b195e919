/** People look: at teams, keys and what was changed, as far as they may. */
@NullMarked
package dev.signalbox.application.admin.reading;

import org.jspecify.annotations.NullMarked;
