package dev.signalbox.simulator.fault;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is ordered and has not happened yet. The oldest order that fits a request wins. Safe for
 * many threads.
 */
public final class FaultQueue {

    private final ReentrantLock ordering = new ReentrantLock();
    private final List<Open> open = new ArrayList<>();

    /** Puts an order behind those that are there. */
    public void order(FaultOrder order) {
        ordering.lock();
        try {
            open.add(new Open(order));
        } finally {
            ordering.unlock();
        }
    }

    /** Forgets all orders. */
    public void clear() {
        ordering.lock();
        try {
            open.clear();
        } finally {
            ordering.unlock();
        }
    }

    /** Forgets the orders of one stage. */
    public void clear(Scenario.Stage stage) {
        ordering.lock();
        try {
            open.removeIf(one -> one.order.scenario().stage() == stage);
        } finally {
            ordering.unlock();
        }
    }

    /** The order that meets a request at one of those stages; null if it may pass. */
    public @Nullable FaultOrder take(Set<Scenario.Stage> stages) {
        ordering.lock();
        try {
            for (Iterator<Open> orders = open.iterator(); orders.hasNext(); ) {
                Open one = orders.next();
                if (!stages.contains(one.order.scenario().stage())) {
                    continue;
                }
                one.met++;
                switch (one.order.schedule()) {
                    case FaultOrder.Next next -> {
                        if (one.met == next.requests()) {
                            orders.remove();
                        }
                        return one.order;
                    }
                    case FaultOrder.Every every -> {
                        if (one.met % every.requests() == 0) {
                            return one.order;
                        }
                    }
                    case FaultOrder.UntilCleared all -> {
                        return one.order;
                    }
                }
            }
            return null;
        } finally {
            ordering.unlock();
        }
    }

    /** The stages that a request passes before its body is read. */
    public static Set<Scenario.Stage> early(boolean reused) {
        return reused
                ? EnumSet.of(Scenario.Stage.HEAD, Scenario.Stage.REUSED)
                : EnumSet.of(Scenario.Stage.HEAD);
    }

    /** The stages that a request passes when it has been read. */
    public static Set<Scenario.Stage> late(boolean streams) {
        return EnumSet.of(
                Scenario.Stage.ANSWER, streams ? Scenario.Stage.STREAM : Scenario.Stage.DOCUMENT);
    }

    private static final class Open {
        private final FaultOrder order;
        private int met;

        Open(FaultOrder order) {
            this.order = order;
        }
    }
}
