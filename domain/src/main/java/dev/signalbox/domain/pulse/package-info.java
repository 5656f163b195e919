/** How deployments are doing now, and what may be asked of them because of it. */
@NullMarked
package dev.signalbox.domain.pulse;

import org.jspecify.annotations.NullMarked;
