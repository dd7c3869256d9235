package dev.berth.api.view;

import java.util.List;

/** Whether the daemon can do its work, and if not why. */
public record ReadyView(boolean ready, List<String> missing) {}
