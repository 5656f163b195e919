/** Keys, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.key;

import org.jspecify.annotations.NullMarked;
