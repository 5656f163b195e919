/** Who tries: a call goes to its group, and from there to others, until somebody answers. */
@NullMarked
package dev.signalbox.application.dispatch;

import org.jspecify.annotations.NullMarked;
