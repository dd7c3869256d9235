package dev.berth.api.http;

import dev.berth.api.doctor.Doctor;
import dev.berth.core.context.ContextStore;
import dev.berth.core.engine.Engine;
import dev.berth.core.operate.CertificateOrders;
import dev.berth.core.operate.Operations;
import dev.berth.core.store.Store;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the API stands on.
 *
 * @param lookedAround whether the first look at the engine is over
 * @param schema the JSON Schema of the project file
 */
public record ApiParts(
        Operations operations,
        Engine engine,
        Store store,
        ContextStore contexts,
        BooleanSupplier lookedAround,
        CertificateOrders certificates,
        Doctor doctor,
        Supplier<String> schema,
        Clock clock) {}
