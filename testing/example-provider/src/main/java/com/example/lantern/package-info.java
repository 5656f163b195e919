/** A provider of somebody else's: one class that is found, and one that says what is particular. */
@NullMarked
package com.example.lantern;

import org.jspecify.annotations.NullMarked;
