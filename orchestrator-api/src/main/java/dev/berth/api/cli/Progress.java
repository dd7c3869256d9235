package dev.berth.api.cli;

/** Shows how a deployment goes. */
interface Progress {
    void show(ProgressEvent event);

    /** The connection broke; it is tried again. */
    void waiting(String why);

    /** Nothing more comes; what was drawn to be replaced goes. */
    void end();
}
