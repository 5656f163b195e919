/** Operators look: is the process alive, and ready for calls? */
@NullMarked
package dev.signalbox.http.observe;

import org.jspecify.annotations.NullMarked;
