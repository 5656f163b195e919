/** What upstreams say when they cannot serve, and what is made of it. */
@NullMarked
package dev.signalbox.openai.fault;

import org.jspecify.annotations.NullMarked;
