package dev.berth.core.release;

/** A file put into an instance before it starts, its references resolved. */
public record FileContent(String path, Secret content, int mode, int uid) {}
