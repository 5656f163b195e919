/** Users, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.user;

import org.jspecify.annotations.NullMarked;
