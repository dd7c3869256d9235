package dev.berth.api.cli;

import java.io.IOException;
import java.io.OutputStream;

/** What a request carries. */
interface RequestBody {
    /** In bytes. */
    long length();

    void writeTo(OutputStream out) throws IOException;
}
