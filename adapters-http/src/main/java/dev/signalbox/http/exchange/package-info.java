/** One request and its answer: what every route needs, whatever it is for. */
@NullMarked
package dev.signalbox.http.exchange;

import org.jspecify.annotations.NullMarked;
