package dev.berth.proxy.certificate;

import java.util.function.BooleanSupplier;

/** How long is waited for the proxy. */
public interface Patience {
    /** Looks again and again until it is so, or patience ends, or the thread is interrupted (the flag stays set). */
    boolean until(BooleanSupplier so);
}
