/** Callers' connections: how long they may take, how one is watched, how one ends. */
@NullMarked
package dev.signalbox.http.connection;

import org.jspecify.annotations.NullMarked;
