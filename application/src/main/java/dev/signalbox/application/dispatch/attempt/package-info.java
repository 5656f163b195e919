/** One group is asked: deployment after deployment, until one answers. */
@NullMarked
package dev.signalbox.application.dispatch.attempt;

import org.jspecify.annotations.NullMarked;
