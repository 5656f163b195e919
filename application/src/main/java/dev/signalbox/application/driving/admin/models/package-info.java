/** What administrators ask about models. */
@NullMarked
package dev.signalbox.application.driving.admin.models;

import org.jspecify.annotations.NullMarked;
