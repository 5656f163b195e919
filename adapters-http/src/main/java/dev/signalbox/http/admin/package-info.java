/** Administrators speak JSON: the desk where they are attended to, and the routes. */
@NullMarked
package dev.signalbox.http.admin;

import org.jspecify.annotations.NullMarked;
