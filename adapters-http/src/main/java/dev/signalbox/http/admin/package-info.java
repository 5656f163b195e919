/** Administrators speak JSON: the guard, the routes, the records that they read and write. */
@NullMarked
package dev.signalbox.http.admin;

import org.jspecify.annotations.NullMarked;
