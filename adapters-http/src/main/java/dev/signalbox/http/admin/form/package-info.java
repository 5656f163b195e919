/** What administrators fill in: which fields there are, how they are read, what must hold. */
@NullMarked
package dev.signalbox.http.admin.form;

import org.jspecify.annotations.NullMarked;
