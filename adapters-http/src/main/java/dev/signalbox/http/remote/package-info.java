/** A gateway elsewhere, asked over HTTP as any administrator asks it. */
@NullMarked
package dev.signalbox.http.remote;

import org.jspecify.annotations.NullMarked;
