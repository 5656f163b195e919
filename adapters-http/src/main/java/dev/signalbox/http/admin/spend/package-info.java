/** What was spent, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.spend;

import org.jspecify.annotations.NullMarked;
