package dev.berth.core.engine;

/**
 * Who the engine is.
 *
 * @param version such as {@code 20.10.24}
 * @param apiVersion the one agreed on, such as {@code 1.41}
 * @param buildKit whether images are built with BuildKit
 * @param rootDirectory where the engine keeps its data on the host
 */
public record EngineInfo(String name, String version, String apiVersion, boolean buildKit, String rootDirectory) {}
