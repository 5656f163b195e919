package dev.signalbox.application.driven.money;

import dev.signalbox.application.driven.money.BudgetNotices.Notice;

/** Where notices go. May take some seconds, and always ends. Safe for many threads. */
public interface NoticePost {

    /** Tells somebody. */
    Delivery deliver(Notice notice);

    /**
     * What came of it.
     *
     * @param taken whether whoever was told said so
     * @param words for the log: what they said, or why they were not reached; never where they are
     */
    record Delivery(boolean taken, String words) {}
}
