package dev.berth.core.problem;

/** Whether a {@link Problem} forbids what the user asked for or only deserves a word. */
public enum Severity {
    ERROR,
    WARNING
}
