/**
 * Bodies that are forms of several parts: kept where there is room, and written again in pieces.
 */
@NullMarked
package dev.signalbox.application.call.form;

import org.jspecify.annotations.NullMarked;
