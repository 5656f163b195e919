/** The interface describes itself: as an OpenAPI document, and as a page to browse. */
@NullMarked
package dev.signalbox.http.openapi;

import org.jspecify.annotations.NullMarked;
