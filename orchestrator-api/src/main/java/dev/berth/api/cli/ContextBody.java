package dev.berth.api.cli;

import dev.berth.api.upload.BuildContext;
import java.io.IOException;
import java.io.OutputStream;

/** A build context on its way to the daemon. */
record ContextBody(BuildContext context, long length) implements RequestBody {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        context.writeTo(out);
    }
}
