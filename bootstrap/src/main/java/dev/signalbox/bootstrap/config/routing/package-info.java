/** What a configuration says about how calls find their way, in our words. */
@NullMarked
package dev.signalbox.bootstrap.config.routing;

import org.jspecify.annotations.NullMarked;
