package dev.berth.core.docker;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether the engine can limit memory and swap together, which its kernel decides at boot; asked once. */
final class SwapCount implements BooleanSupplier {
    private final DockerApi api;
    private volatile Optional<Boolean> known = Optional.empty();

    SwapCount(DockerApi api) {
        this.api = api;
    }

    @Override
    public boolean getAsBoolean() {
        if (known.isEmpty()) {
            known = Optional.of(api.get("/info")
                    .attempting("ask whether swap is counted")
                    .json()
                    .path("SwapLimit")
                    .asBoolean(false));
        }
        return known.get();
    }
}
