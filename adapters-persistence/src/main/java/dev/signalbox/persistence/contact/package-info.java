/** The way to a database: its address, the first answer, our schema in it, and why it fails. */
@NullMarked
package dev.signalbox.persistence.contact;

import org.jspecify.annotations.NullMarked;
