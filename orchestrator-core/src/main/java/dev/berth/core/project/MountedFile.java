package dev.berth.core.project;

/**
 * A small file of the definition, put into each instance before it starts.
 *
 * @param path absolute, inside the instance
 * @param mode permission bits, such as {@code 0644}
 * @param uid owner and group inside the instance
 */
public record MountedFile(String path, Template content, int mode, int uid) {}
