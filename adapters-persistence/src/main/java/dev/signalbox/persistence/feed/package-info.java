/** How changes made elsewhere are heard of: messages as hints, the revision as the truth. */
@NullMarked
package dev.signalbox.persistence.feed;

import org.jspecify.annotations.NullMarked;
