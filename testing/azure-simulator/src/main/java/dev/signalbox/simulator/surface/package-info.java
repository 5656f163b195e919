/** What may be asked of a resource: paths, operations, versions, credentials, bodies. */
@NullMarked
package dev.signalbox.simulator.surface;

import org.jspecify.annotations.NullMarked;
