@NullMarked
package dev.signalbox.persistence.journal;

import org.jspecify.annotations.NullMarked;
