/** Tokens of Microsoft Entra ID: how they are asked for, kept and renewed. */
@NullMarked
package dev.signalbox.azure.entra;

import org.jspecify.annotations.NullMarked;
