/** Teams and their members, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.team;

import org.jspecify.annotations.NullMarked;
