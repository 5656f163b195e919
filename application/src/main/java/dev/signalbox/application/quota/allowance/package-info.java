/** Which allowances a call must keep. */
@NullMarked
package dev.signalbox.application.quota.allowance;

import org.jspecify.annotations.NullMarked;
