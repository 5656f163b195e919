/** How the groups of an alias with several did, and when one of them is left out. */
@NullMarked
package dev.signalbox.application.relay.canary;

import org.jspecify.annotations.NullMarked;
