/** Bodies that are forms of several parts, with files in them that no memory should hold. */
@NullMarked
package dev.signalbox.http.openai.form;

import org.jspecify.annotations.NullMarked;
