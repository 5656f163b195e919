/** What forms say of bounds. */
@NullMarked
package dev.signalbox.http.admin.bounds;

import org.jspecify.annotations.NullMarked;
