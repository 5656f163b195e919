/**
 * A service that is not Signalbox and uses its inside: {@code domain} and {@code application}. Ask
 * with a question as the body, {@code POST /ask/<model>}, and get an answer or a refusal in words.
 */
@NullMarked
package com.example.foreign;

import org.jspecify.annotations.NullMarked;
