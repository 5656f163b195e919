/**
 * Connections to upstreams: made, kept, waited for, closed in time; what is said on them is not
 * known here.
 */
@NullMarked
package dev.signalbox.openai.connection;

import org.jspecify.annotations.NullMarked;
