/**
 * One family of upstreams speaks one dialect: OpenAI's. How it is asked, how its answers are
 * relayed, what its errors mean; what differs from host to host is a {@link
 * dev.signalbox.openai.Dialect}.
 */
@NullMarked
package dev.signalbox.openai;

import org.jspecify.annotations.NullMarked;
