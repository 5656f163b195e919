package com.example.lantern;

import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.openai.Dialect;
import dev.signalbox.openai.wire.UpstreamHttp.Header;

import java.net.URI;
import java.util.List;

/**
 * What a Lantern has of its own: everything lies below {@code /serve/2}, and the key stands in a
 * header of another name. The rest is OpenAI's dialect, and nothing has to be written for it.
 */
record LanternDialect(BaseAddress base, String model, String key) implements Dialect {

    @Override
    public URI address(Endpoint endpoint) {
        return base.below("/serve/2/" + endpoint.path(), "");
    }

    @Override
    public List<Header> headers() {
        return List.of(new Header("x-lantern-key", key));
    }

    @Override
    public String callIdHeader() {
        return "x-lantern-request-id";
    }

    /** They are struck out wherever the upstream repeats them to us. */
    @Override
    public List<String> secrets() {
        return List.of(key);
    }

    /** A Lantern understands {@code stream_options}. */
    @Override
    public boolean tellsUsage() {
        return true;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return base.shown();
    }
}
