package dev.berth.core.plan;

import dev.berth.core.release.InstanceName;

/** Keeps, beyond an instance's removal, what it printed last; never fails, because that must not stop the removal. */
public interface LastWords {
    void keep(InstanceName instance);
}
