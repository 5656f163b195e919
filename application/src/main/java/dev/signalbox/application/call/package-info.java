/** A call's own language on its way: immutable carriers, the sink, the outcome. No decisions. */
@NullMarked
package dev.signalbox.application.call;

import org.jspecify.annotations.NullMarked;
