/** What stands behind the names of models, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.model;

import org.jspecify.annotations.NullMarked;
