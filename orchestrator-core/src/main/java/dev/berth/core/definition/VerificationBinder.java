package dev.berth.core.definition;

import dev.berth.core.project.Verification;
import dev.berth.core.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code verify}: commands and what they must print. */
final class VerificationBinder {
    private VerificationBinder() {}

    static List<Verification> bind(Fields application) {
        List<Verification> result = new ArrayList<>();
        for (YamlNode item : application.items("verify")) {
            Fields fields = Fields.of(item, ApplicationKeys.VERIFICATION, application.problems());
            Optional<List<String>> run = CommandLine.bind(fields, "run");
            Optional<String> prints = fields.text("prints");
            if (run.isPresent() && prints.isPresent()) {
                result.add(new Verification(run.get(), prints.get()));
            }
        }
        return result;
    }
}
