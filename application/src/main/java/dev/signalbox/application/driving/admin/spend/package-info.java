/** What administrators, and everybody else for themselves, ask about money that was spent. */
@NullMarked
package dev.signalbox.application.driving.admin.spend;

import org.jspecify.annotations.NullMarked;
