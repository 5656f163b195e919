/** How teams, users, keys and the history stand in rows: the SQL, and the way there and back. */
@NullMarked
package dev.signalbox.persistence.rows;

import org.jspecify.annotations.NullMarked;
