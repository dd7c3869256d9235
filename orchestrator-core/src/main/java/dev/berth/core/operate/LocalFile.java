package dev.berth.core.operate;

/**
 * Something on the user's machine that a definition names and that has not been uploaded.
 *
 * @param path as written in the definition, relative to its file
 * @param kind {@code context} (a directory, sent as tar without what its .dockerignore names) or {@code env_file}
 * @param dockerfile for a context: the Dockerfile within it, which belongs into the tar even when ignored
 * @param application the first that names it
 */
public record LocalFile(String path, String kind, String dockerfile, String application) {}
