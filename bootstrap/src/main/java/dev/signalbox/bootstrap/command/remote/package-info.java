/** Commands that ask a running gateway, over HTTP, like everybody else. */
@NullMarked
package dev.signalbox.bootstrap.command.remote;

import org.jspecify.annotations.NullMarked;
