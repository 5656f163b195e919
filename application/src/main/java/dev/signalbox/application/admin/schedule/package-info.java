/** Changes that happen later: they are written down, and done when their moment comes. */
@NullMarked
package dev.signalbox.application.admin.schedule;

import org.jspecify.annotations.NullMarked;
