package dev.berth.api.doctor;

/** One look at one thing; what it throws is a {@code BAD} check. */
public interface Inspection {
    String name();

    Check look();
}
