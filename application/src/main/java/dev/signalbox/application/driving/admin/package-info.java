/** What administrators ask of us: whoever asks is told apart by what they may do. */
@NullMarked
package dev.signalbox.application.driving.admin;

import org.jspecify.annotations.NullMarked;
