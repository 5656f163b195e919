/** Models are asked for by name and served from places: names, groups, deployments, faults. */
@NullMarked
package dev.signalbox.domain.catalog;

import org.jspecify.annotations.NullMarked;
