/** Several places can serve, and one must be picked. */
@NullMarked
package dev.signalbox.domain.routing;

import org.jspecify.annotations.NullMarked;
