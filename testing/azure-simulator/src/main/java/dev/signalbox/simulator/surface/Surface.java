package dev.signalbox.simulator.surface;

/** The three doors of a resource. */
public enum Surface {
    /** Azure with the deployment in the path and a dated version. */
    CLASSIC,
    /** Azure below {@code /openai/v1}, the deployment in the body. */
    V1,
    /** Plain OpenAI below {@code /v1}. */
    OPENAI
}
