package dev.berth.api.view;

/** What an upload is called from now on: {@code build: {context: "sha256:…"}}. */
public record UploadView(String digest) {}
