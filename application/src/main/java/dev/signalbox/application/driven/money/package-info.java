/** What accounting asks of the world. */
@NullMarked
package dev.signalbox.application.driven.money;

import org.jspecify.annotations.NullMarked;
