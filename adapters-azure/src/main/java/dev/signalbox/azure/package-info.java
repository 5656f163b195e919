/** Azure is OpenAI's dialect with other doors: paths, api-version, credentials. */
@NullMarked
package dev.signalbox.azure;

import org.jspecify.annotations.NullMarked;
