/** The history, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.history;

import org.jspecify.annotations.NullMarked;
