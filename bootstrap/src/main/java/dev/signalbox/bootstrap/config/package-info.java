/** What people write in config.yaml, in LiteLLM's words, and what it means in ours. */
@NullMarked
package dev.signalbox.bootstrap.config;

import org.jspecify.annotations.NullMarked;
