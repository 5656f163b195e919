/** Budgets that stand on their own, and those of customers and tags, over HTTP. */
@NullMarked
package dev.signalbox.http.admin.budget;

import org.jspecify.annotations.NullMarked;
