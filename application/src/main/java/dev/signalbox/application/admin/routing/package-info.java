/** What a change may do to the way of calls: settings that mean something, and nothing outside. */
@NullMarked
package dev.signalbox.application.admin.routing;

import org.jspecify.annotations.NullMarked;
