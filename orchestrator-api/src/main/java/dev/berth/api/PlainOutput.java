package dev.berth.api;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Lets through UTF-8 text without control characters other than ends of line and tabs: the daemon's log quotes what
 * applications and engines say, and is read on terminals.
 */
final class PlainOutput extends FilterOutputStream {
    /** What the control characters from U+0080 to U+009F begin with. */
    private static final int LEAD = 0xc2;

    private boolean led;

    PlainOutput(OutputStream out) {
        super(out);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        int unsigned = b & 0xff;
        if (led) {
            led = false;
            if (unsigned >= 0x80 && unsigned < 0xa0) {
                out.write('?');
                return;
            }
            out.write(LEAD);
        }
        if (unsigned == LEAD) {
            led = true;
            return;
        }
        boolean control = unsigned < ' ' && unsigned != '\n' && unsigned != '\t' || unsigned == 0x7f;
        out.write(control ? '?' : unsigned);
    }
}
