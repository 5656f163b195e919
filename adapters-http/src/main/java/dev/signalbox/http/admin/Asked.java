package dev.signalbox.http.admin;

import dev.signalbox.domain.listing.PageWish;
import dev.signalbox.domain.rights.Actor;
import dev.signalbox.http.admin.form.Form;
import dev.signalbox.http.admin.form.Times;
import dev.signalbox.http.exchange.Exchange;

import io.helidon.http.HeaderNames;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Who asks at the desk, and what the address and the headers of the request say. */
public record Asked(Actor actor, Exchange exchange) {

    private static final int MOST_PAGES = 1_000_000_000;

    /** A parameter; null if it is not there or empty. */
    public @Nullable String text(String name) {
        String text = exchange.parameter(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A parameter that must be there. */
    public String required(String name) {
        String text = text(name);
        if (text == null) {
            throw Form.Wrong.field(name, "Missing required parameter: '" + name + "'.");
        }
        return text;
    }

    /** Whether a parameter says yes. */
    public boolean flag(String name) {
        return "true".equalsIgnoreCase(exchange.parameter(name));
    }

    /** Whether a table is wanted ({@code format=csv}, or the header says so), and no JSON. */
    public boolean wantsTable() {
        String format = text("format");
        if (format == null) {
            String accepted = exchange.header(HeaderNames.ACCEPT);
            return accepted != null && accepted.startsWith(Table.MEDIA_TYPE);
        }
        if (!format.equals("csv") && !format.equals("json")) {
            throw Form.Wrong.field("format", "The format is json or csv.");
        }
        return format.equals("csv");
    }

    /** A whole number within bounds; {@code usual} if it is not there. */
    public long number(String name, long least, long most, long usual) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of bounds.
        }
        throw Form.Wrong.field(
                name,
                "The parameter " + name + " is a whole number from " + least + " to " + most + ".");
    }

    /**
     * Which page is asked for, and in which order; the newest first if nothing is said.
     *
     * @param size the name of the parameter that says how long a page is
     */
    public PageWish page(String size) {
        int number = (int) number("page", 1, MOST_PAGES, 1);
        int rows = (int) number(size, 1, 100, 10);
        String sortBy = text("sort_by");
        String order = text("sort_order");
        if (sortBy == null) {
            return PageWish.newest(number, rows);
        }
        return new PageWish(number, rows, order(sortBy), "desc".equalsIgnoreCase(order));
    }

    /** When the caller's copy had last been changed; null if they do not say. */
    public @Nullable Instant seen() {
        String tag = exchange.header(HeaderNames.IF_MATCH);
        if (tag == null || tag.equals("*")) {
            return null;
        }
        Instant seen = Times.moment(tag.replace("\"", ""));
        if (seen == null) {
            throw Form.Wrong.field("If-Match", "If-Match holds the ETag of an earlier answer.");
        }
        return seen;
    }

    /** Names the state of what is answered, for {@code If-Match} later. */
    public void tag(Instant updatedAt) {
        exchange.note(HeaderNames.ETAG, "\"" + Times.text(updatedAt) + "\"");
    }

    private static PageWish.Order order(String sortBy) {
        for (PageWish.Order order : PageWish.Order.values()) {
            if (sortBy.endsWith(order.word())) {
                return order;
            }
        }
        throw Form.Wrong.field(
                "sort_by", "Lists are sorted by an id, an alias, created_at or updated_at.");
    }
}
