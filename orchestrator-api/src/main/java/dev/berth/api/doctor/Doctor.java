package dev.berth.api.doctor;

import java.util.List;

/** Looks at everything, in the order given. */
public final class Doctor {
    private final List<Inspection> inspections;

    public Doctor(List<Inspection> inspections) {
        this.inspections = List.copyOf(inspections);
    }

    public List<Check> examine() {
        return inspections.stream().map(Doctor::look).toList();
    }

    private static Check look(Inspection inspection) {
        try {
            return inspection.look();
        } catch (RuntimeException e) {
            return Check.bad(inspection.name(), String.valueOf(e.getMessage()), "mend that, then look again");
        }
    }
}
