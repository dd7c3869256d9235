package dev.berth.core.deploy;

import java.util.Optional;
import java.util.Set;

/** What turns up to be done while a plan is carried out, such as a repair that cannot wait for a long deployment. */
public interface Meanwhile {
    Meanwhile NOTHING = busy -> Optional.empty();

    /**
     * Asked again and again; must return soon, and never fails.
     *
     * @param busy titles of the stages that are not over
     * @return stages with other titles
     */
    Optional<Errand> next(Set<String> busy);
}
