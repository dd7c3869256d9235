package dev.berth.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.core.operate.LocalFile;
import java.util.List;

/**
 * The body of every answer that is no success, as RFC 9457 says.
 *
 * @param type always {@code about:blank}: {@code status} and {@code errors} say enough
 * @param detail what happened, to whom, in whose words
 * @param remedy what to do; absent when there is nothing to do
 * @param errors one for each mistake of a definition
 * @param needs files of the caller's machine that have to be uploaded first
 * @param removes applications that would be removed without anybody having said so
 * @param id of a bug, as it stands in the daemon's log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDetails(
        String type,
        String title,
        int status,
        String detail,
        String remedy,
        List<ErrorView> errors,
        List<LocalFile> needs,
        List<String> removes,
        String id) {
    public static ProblemDetails of(int status, String title, String detail, String remedy) {
        return new ProblemDetails("about:blank", title, status, detail, remedy, List.of(), null, null, null);
    }

    public ProblemDetails withErrors(List<ErrorView> some) {
        return new ProblemDetails(type, title, status, detail, remedy, some, needs, removes, id);
    }

    public ProblemDetails withNeeds(List<LocalFile> some) {
        return new ProblemDetails(type, title, status, detail, remedy, errors, some, removes, id);
    }

    public ProblemDetails withRemoves(List<String> some) {
        return new ProblemDetails(type, title, status, detail, remedy, errors, needs, some, id);
    }

    public ProblemDetails withId(String some) {
        return new ProblemDetails(type, title, status, detail, remedy, errors, needs, removes, some);
    }
}
