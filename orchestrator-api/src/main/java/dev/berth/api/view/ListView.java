package dev.berth.api.view;

import java.util.List;

/**
 * The body of every list.
 *
 * @param next what to ask for to get more; null when this is all
 */
public record ListView<T>(List<T> items, String next) {
    public static <T> ListView<T> of(List<T> items) {
        return new ListView<>(items, null);
    }
}
