/** What is served, where, and to whom: every route with its policy, and what is not served. */
@NullMarked
package dev.signalbox.http.surface;

import org.jspecify.annotations.NullMarked;
