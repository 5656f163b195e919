package com.example.foreign;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import dev.signalbox.application.call.Hangup;
import dev.signalbox.application.call.ReplySink;
import dev.signalbox.domain.catalog.Fault;
import dev.signalbox.domain.money.NanoUsd;
import dev.signalbox.domain.quota.Standing;

import java.io.IOException;
import java.util.List;

/** Where an answer goes: the port {@code ReplySink} over the JDK's own HTTP server. */
final class ExchangeSink implements ReplySink {

    private final HttpExchange exchange;
    private final Hangup hangup = new Hangup();

    ExchangeSink(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void decidedUnder(long revision) {
        exchange.getResponseHeaders().set("directory-revision", Long.toString(revision));
    }

    @Override
    public void mayStillUse(List<Standing> standings) {
        // We could name what is left of the limits; here nobody asks for it.
    }

    @Override
    public void costs(NanoUsd cost) {
        // Nothing costs anything here.
    }

    @Override
    public void open(Head head) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("content-type", head.mediaType());
        headers.set("served-group", head.served().group().text());
        headers.set("served-by", head.served().deployment().id().text());
        try {
            // No length is a zero to this server: it sends chunks then.
            exchange.sendResponseHeaders(200, head.length().orElse(0));
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            exchange.getResponseBody().write(bytes, offset, length);
            exchange.getResponseBody().flush();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    @Override
    public void breakOff(Fault fault) {
        // The connection ends before the body does: nobody takes it for the whole answer.
        exchange.close();
    }

    @Override
    public Hangup hangup() {
        return hangup;
    }

    /** This server tells of a caller who left at the next write only. */
    private CallerGone gone(IOException e) {
        hangup.hangUp();
        return new CallerGone(e);
    }
}
