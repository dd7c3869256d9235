package dev.berth.api.view;

/**
 * What {@code doctor} found about one thing.
 *
 * @param ok false when something has to be done
 */
public record CheckView(String name, boolean ok, String status, String what, String remedy) {}
