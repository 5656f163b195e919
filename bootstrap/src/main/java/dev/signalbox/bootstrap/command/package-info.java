/** Commands that do one thing and end: what each is called, what it teaches, how it fails. */
@NullMarked
package dev.signalbox.bootstrap.command;

import org.jspecify.annotations.NullMarked;
