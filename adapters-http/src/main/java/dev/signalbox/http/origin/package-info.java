/** Where a request comes from, and the name that it goes by. */
@NullMarked
package dev.signalbox.http.origin;

import org.jspecify.annotations.NullMarked;
