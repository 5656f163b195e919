/** Models are stored, changed, taken away and looked at. */
@NullMarked
package dev.signalbox.application.admin.models;

import org.jspecify.annotations.NullMarked;
