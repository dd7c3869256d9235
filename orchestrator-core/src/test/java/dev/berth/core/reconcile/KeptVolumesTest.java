package dev.berth.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.engine.Engine;
import dev.berth.core.engine.Faults;
import dev.berth.core.engine.ForeignThing;
import dev.berth.core.engine.InMemoryEngine;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.VolumeName;
import dev.berth.core.time.ManualTimekeeper;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeptVolumesTest {
    private static final ProjectName SHOP = ProjectName.of("shop");

    private final InMemoryEngine memory = new InMemoryEngine(new ManualTimekeeper(), new Faults());

    /** On which a volume is not ours, although it is called as ours are. */
    private final Engine engine = (Engine) Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, given) -> method.getName().equals("obstacles")
                    ? Set.of(
                            new ForeignThing("volume", "shop_theirs", "no Berth at all"),
                            new ForeignThing("container", "shop_data", "no Berth at all"))
                    : method.invoke(memory, given));

    @Test
    void onlyWhatWasMadeForTheProjectIsMeant() {
        memory.createVolume(SHOP, ApplicationName.of("web"), new VolumeName("shop_data", false));
        memory.foreignVolume("shop_theirs");
        memory.foreignVolume("shopping_list");
        assertEquals("[shop_data]", KeptVolumes.of(engine, SHOP).toString());
        assertEquals(
                "[shop_data]",
                KeptVolumes.alone(engine, engine.observe(SHOP)).volumes().toString());
    }
}
