/** People change things: the use cases of administration, each change one transaction. */
@NullMarked
package dev.signalbox.application.admin;

import org.jspecify.annotations.NullMarked;
