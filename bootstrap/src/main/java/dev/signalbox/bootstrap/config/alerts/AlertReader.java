package dev.signalbox.bootstrap.config.alerts;

import dev.signalbox.bootstrap.config.reading.Reading;
import dev.signalbox.bootstrap.config.reading.Said;
import dev.signalbox.bootstrap.config.reading.Section;
import dev.signalbox.bootstrap.config.yaml.ConfigNode.Mapping;
import dev.signalbox.http.webhook.Webhook;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Reads who is told of budgets: as LiteLLM says it ({@code alerting: ["webhook"]}, the address in
 * the environment), and as we do ({@code alert_webhook}), with a secret.
 */
public final class AlertReader {

    private static final String ALERTING = "alerting";
    private static final String HOOK = "alert_webhook";
    private static final String ADDRESS = "url";
    private static final String VARIABLE = "WEBHOOK_URL";

    private final Section general;
    private final Reading reading;

    /** Reads from {@code general_settings}. */
    public AlertReader(Section general, Reading reading) {
        this.general = general;
        this.reading = reading;
    }

    /** Null: nobody is told. What is wrong is reported. */
    public @Nullable AlertHook read() {
        boolean wanted =
                general.known(ALERTING, reading.keys().group(ALERTING)).contains("webhook");
        Mapping mapping = general.mapping(HOOK);
        if (mapping == null) {
            return wanted ? fromEnvironment() : null;
        }
        Section hook = Section.checked(mapping, reading.keys().group(HOOK), reading);
        Said<String> address = hook.said(ADDRESS, hook.text(ADDRESS));
        if (address == null) {
            reading.findings().error(general.placeOf(HOOK), "it needs a url to post to");
            return null;
        }
        URI uri = uri(address);
        String secret = hook.text("secret");
        return uri == null
                ? null
                : new AlertHook(uri, secret == null || secret.isBlank() ? null : secret);
    }

    private @Nullable AlertHook fromEnvironment() {
        String set = reading.environment().get(VARIABLE);
        if (set == null || set.isBlank()) {
            reading.findings()
                    .error(
                            general.placeOf(ALERTING),
                            "webhook needs an address: set the environment variable "
                                    + VARIABLE
                                    + ", or say "
                                    + HOOK
                                    + " with a url");
            return null;
        }
        URI uri = uri(new Said<>("the environment variable " + VARIABLE, set));
        return uri == null ? null : new AlertHook(uri, null);
    }

    /** Never shows it: there may be a secret in it. */
    private @Nullable URI uri(Said<String> address) {
        try {
            URI uri = new URI(address.value().strip());
            if (Webhook.accepts(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below; its message would show the address.
        }
        reading.findings()
                .error(
                        address.where()
                                + ": this must be an address with http:// or https:// and a host,"
                                + " without a name, a password or a #");
        return null;
    }
}
