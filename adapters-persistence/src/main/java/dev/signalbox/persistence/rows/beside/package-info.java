/** What stands beside teams, keys and users, as rows. */
@NullMarked
package dev.signalbox.persistence.rows.beside;

import org.jspecify.annotations.NullMarked;
