/** What was spent is corrected, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.spend.correction;

import org.jspecify.annotations.NullMarked;
