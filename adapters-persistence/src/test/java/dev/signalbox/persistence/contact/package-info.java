/** Proves that addresses are read with care and old servers refused. */
@NullMarked
package dev.signalbox.persistence.contact;

import org.jspecify.annotations.NullMarked;
