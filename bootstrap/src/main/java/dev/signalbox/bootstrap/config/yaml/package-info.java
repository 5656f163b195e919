/** A configuration file as a tree whose every node knows its file, its line and its key. */
@NullMarked
package dev.signalbox.bootstrap.config.yaml;

import org.jspecify.annotations.NullMarked;
