/** Teams and keys in PostgreSQL: how they are read and changed. */
@NullMarked
package dev.signalbox.persistence;

import org.jspecify.annotations.NullMarked;
