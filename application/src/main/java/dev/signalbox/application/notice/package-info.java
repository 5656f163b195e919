/** Somebody outside is told that a budget ends. */
@NullMarked
package dev.signalbox.application.notice;

import org.jspecify.annotations.NullMarked;
