/** How PostgreSQL's programs are run: as somebody they accept, and to their end. */
@NullMarked
package dev.signalbox.persistence.embedded.programs;

import org.jspecify.annotations.NullMarked;
