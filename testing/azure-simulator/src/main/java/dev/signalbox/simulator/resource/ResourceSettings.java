package dev.signalbox.simulator.resource;

import dev.signalbox.simulator.entra.TokenSettings;
import dev.signalbox.simulator.model.DeploymentSettings;

import java.util.ArrayList;
import java.util.List;

/**
 * One resource as it shall start.
 *
 * @param name how control calls and the journal name it
 * @param port where it listens on loopback; 0 for a port that is free
 * @param region what it says in {@code x-ms-region}
 * @param keys which keys it accepts; with none, keys are disabled and tokens are wanted
 * @param tokens which bearer tokens it accepts beside keys
 * @param giving which tokens it gives out itself, as Entra and machines do; it accepts them too
 * @param deployments what it has deployed
 */
public record ResourceSettings(
        String name,
        int port,
        String region,
        List<String> keys,
        List<String> tokens,
        TokenSettings giving,
        List<DeploymentSettings> deployments) {

    /** Where a resource lies that says nothing else. */
    public static final String DEFAULT_REGION = "Sweden Central";

    public ResourceSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a resource has a name");
        }
        keys = List.copyOf(keys);
        tokens = List.copyOf(tokens);
        deployments = List.copyOf(deployments);
    }

    /** A resource on a free port, without keys and deployments yet. */
    public static ResourceSettings named(String name) {
        return new ResourceSettings(
                name, 0, DEFAULT_REGION, List.of(), List.of(), TokenSettings.USUAL, List.of());
    }

    /** The same under another name. */
    public ResourceSettings called(String name) {
        return new ResourceSettings(name, port, region, keys, tokens, giving, deployments);
    }

    /** The same on that port. */
    public ResourceSettings onPort(int port) {
        return new ResourceSettings(name, port, region, keys, tokens, giving, deployments);
    }

    /** The same in another region. */
    public ResourceSettings in(String region) {
        return new ResourceSettings(name, port, region, keys, tokens, giving, deployments);
    }

    /** The same with one key more. */
    public ResourceSettings withKey(String key) {
        return new ResourceSettings(
                name, port, region, plus(keys, key), tokens, giving, deployments);
    }

    /** The same with one bearer token more. */
    public ResourceSettings withToken(String token) {
        return new ResourceSettings(
                name, port, region, keys, plus(tokens, token), giving, deployments);
    }

    /** The same with one application more that gets tokens. */
    public ResourceSettings withClient(String id, String secret) {
        return giving(giving.with(id, secret));
    }

    /** The same giving out these tokens. */
    public ResourceSettings giving(TokenSettings other) {
        return new ResourceSettings(name, port, region, keys, tokens, other, deployments);
    }

    /** The same with one deployment more, which echoes at once. */
    public ResourceSettings withDeployment(String deployment, String model) {
        return with(DeploymentSettings.of(deployment, model));
    }

    /** The same with one deployment more. */
    public ResourceSettings with(DeploymentSettings deployment) {
        return new ResourceSettings(
                name, port, region, keys, tokens, giving, plus(deployments, deployment));
    }

    /** The secrets are left out. */
    @Override
    public String toString() {
        return "ResourceSettings[" + name + ", port " + port + ", " + deployments + "]";
    }

    private static <T> List<T> plus(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }
}
