/** Where the members of a JSON object stand in its bytes, and how to write it changed. */
@NullMarked
package dev.signalbox.application.call.json;

import org.jspecify.annotations.NullMarked;
