package dev.signalbox.azure;

import dev.signalbox.application.driven.UpstreamProvider.BadSetting;
import dev.signalbox.domain.catalog.Endpoint;
import dev.signalbox.openai.Dialect;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a deployment of Azure's is asked, whichever way its {@code api_base} was pasted: the
 * resource, {@code /openai}, one deployment, one operation, or {@code /openai/v1}.
 *
 * @param root everything up to the operation, its query without the api-version
 * @param below what stands between the root and the operation
 * @param version what goes up as {@code api-version}; empty if nothing does
 * @param deployment its name, from the root if that has one
 * @param warnings what the operator should know, a sentence each
 */
record AzureAddress(
        Dialect.BaseAddress root,
        String below,
        String version,
        String deployment,
        List<String> warnings) {

    /** What is asked for where nobody says anything: the last dated version for general use. */
    static final String DEFAULT_VERSION = "2024-10-21";

    private static final String EXAMPLE = "https://<resource>.openai.azure.com";
    private static final String DEPLOYMENTS = "/deployments/";

    /** Since then responses are served by a dated version; they never lie below a deployment. */
    private static final String RESPONSES = "2025-03-01";

    private static final Set<String> UNDATED = Set.of("v1", "latest", "preview");
    private static final Pattern ONE_DEPLOYMENT =
            Pattern.compile("(.*/openai)/deployments/([^/]+)(.*)");

    AzureAddress {
        warnings = List.copyOf(warnings);
    }

    /**
     * @param deployment the name behind {@code azure/}; empty only if {@code apiBase} names one
     * @throws BadSetting if no address can be made of it
     */
    static AzureAddress of(String apiBase, @Nullable String apiVersion, String deployment) {
        Dialect.BaseAddress pasted = Dialect.BaseAddress.parse(apiBase, EXAMPLE);
        Version version = Version.of(versionIn(pasted.query()), apiVersion);
        Dialect.BaseAddress root =
                new Dialect.BaseAddress(
                        pasted.scheme(),
                        pasted.authority(),
                        withoutPlural(pasted.path()),
                        withoutVersion(pasted.query()));
        boolean v1 = version.isUndated() || root.path().endsWith("/openai/v1");
        AzureAddress address =
                v1 ? v1(root, version, deployment) : classic(root, version, deployment);
        List<String> warnings = new ArrayList<>(pasted.warnings());
        warnings.addAll(address.warnings());
        if (version.inBase() != null
                && apiVersion != null
                && !version.inBase().equals(apiVersion)) {
            warnings.add("api_base asks for another api-version than api_version: it wins");
        }
        return new AzureAddress(
                address.root(), address.below(), address.version(), address.deployment(), warnings);
    }

    private static AzureAddress v1(Dialect.BaseAddress root, Version version, String deployment) {
        requireDeployment(deployment);
        Matcher one = ONE_DEPLOYMENT.matcher(root.path());
        if (one.matches() && !decoded(one.group(2)).equals(deployment)) {
            throw new BadSetting(
                    "api_base",
                    "api_base names another deployment than model, and "
                            + version.text()
                            + " takes it from model; write "
                            + EXAMPLE);
        }
        String path = one.matches() ? one.group(1) : root.path();
        String below =
                path.endsWith("/openai/v1") ? "" : path.endsWith("/openai") ? "/v1" : "/openai/v1";
        boolean named = version.isUndated() && !version.text().equalsIgnoreCase("v1");
        boolean dropped = version.inBase() == null && version.said() && !version.isUndated();
        return new AzureAddress(
                new Dialect.BaseAddress(root.scheme(), root.authority(), path, root.query()),
                below,
                version.inBase() != null || named ? version.text() : "",
                deployment,
                dropped
                        ? List.of("api_version is not sent: behind /openai/v1 nothing has a date")
                        : List.of());
    }

    private static AzureAddress classic(
            Dialect.BaseAddress root, Version version, String deployment) {
        Matcher one = ONE_DEPLOYMENT.matcher(root.path());
        List<String> warnings = new ArrayList<>();
        if (!version.said()) {
            warnings.add("api_version is missing: " + version.text() + " is asked for");
        }
        if (!one.matches()) {
            requireDeployment(deployment);
            String openai = root.path().endsWith("/openai") ? "" : "/openai";
            String below = openai + DEPLOYMENTS + segment(deployment);
            return new AzureAddress(root, below, version.text(), deployment, warnings);
        }
        if (!one.group(3).isEmpty()) {
            throw new BadSetting(
                    "api_base",
                    "api_base goes on behind the deployment with something that is no operation of"
                            + " ours; write "
                            + EXAMPLE);
        }
        String named = decoded(one.group(2));
        if (!deployment.isEmpty() && !named.equals(deployment)) {
            warnings.add("api_base names a deployment: it is asked, not the one in model");
        }
        return new AzureAddress(
                new Dialect.BaseAddress(
                        root.scheme(), root.authority(), one.group(1), root.query()),
                DEPLOYMENTS + one.group(2),
                version.text(),
                named,
                warnings);
    }

    /** Whether its api-version is of that date or newer; what has no date is the newest. */
    boolean isSince(String date) {
        return version.isEmpty()
                || !Character.isDigit(version.charAt(0))
                || version.compareTo(date) >= 0;
    }

    /**
     * Which api-version is asked for, and who said so.
     *
     * @param inBase as {@code api_base} says it; null if it does not
     * @param said whether anybody did
     */
    private record Version(String text, @Nullable String inBase, boolean said) {

        private static Version of(@Nullable String inBase, @Nullable String setting) {
            String said = inBase != null ? inBase : setting;
            String text = said == null ? DEFAULT_VERSION : said;
            if (!text.matches("[A-Za-z0-9.-]{1,64}")) {
                throw new BadSetting(
                        inBase != null ? "api_base" : "api_version",
                        "an api-version is a date such as 2024-10-21, a date with -preview, or v1");
            }
            return new Version(text, inBase, said != null);
        }

        private boolean isUndated() {
            return UNDATED.contains(text.toLowerCase(Locale.ROOT));
        }
    }

    private static void requireDeployment(String deployment) {
        if (deployment.isBlank()) {
            throw new BadSetting("model", "the deployment's name is missing; write azure/<name>");
        }
        for (String step : deployment.split("[/\\\\]", -1)) {
            if (step.equals(".") || step.equals("..")) {
                throw new BadSetting("model", "a deployment's name does not climb (. or ..)");
            }
        }
    }

    private static @Nullable String versionIn(String query) {
        for (String item : query.split("&", -1)) {
            if (isVersion(item)) {
                return decoded(item.substring(item.indexOf('=') + 1));
            }
        }
        return null;
    }

    private static String withoutVersion(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(item -> !item.isEmpty() && !isVersion(item))
                .collect(Collectors.joining("&"));
    }

    private static boolean isVersion(String item) {
        return item.toLowerCase(Locale.ROOT).startsWith("api-version=");
    }

    private static String withoutPlural(String path) {
        String plural = "/deployments";
        return path.endsWith("/openai" + plural)
                ? path.substring(0, path.length() - plural.length())
                : path;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String segment(String deployment) {
        return URLEncoder.encode(deployment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether the address names the deployment, so that a body need not. */
    boolean isInPath() {
        return below.contains(DEPLOYMENTS);
    }

    /** Where an operation is asked for. */
    URI uri(Endpoint endpoint) {
        if (endpoint == Endpoint.RESPONSES && isInPath()) {
            String openai = below.substring(0, below.indexOf(DEPLOYMENTS));
            return isSince(RESPONSES)
                    ? root.below(openai + "/responses", "api-version=" + version)
                    // An older version has none; what has no date is served beside it.
                    : root.below(openai + "/v1/responses", "");
        }
        return root.below(
                below + "/" + endpoint.path(), version.isEmpty() ? "" : "api-version=" + version);
    }

    /** Without operation and query: fit to be shown. */
    String shown() {
        return root.shown() + below;
    }
}
