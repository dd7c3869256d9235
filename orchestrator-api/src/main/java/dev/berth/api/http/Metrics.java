package dev.berth.api.http;

import dev.berth.core.operate.ApplicationStatus;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.operate.ProjectStatus;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/** Numbers in Prometheus' text format, version 0.0.4. */
final class Metrics {
    private final Caller caller;

    Metrics(Caller caller) {
        this.caller = caller;
    }

    /** @param certificates those that the caller may know */
    String render(List<ProjectStatus> projects, List<CertificateStatus> certificates, Instant now) {
        List<ApplicationStatus> applications = projects.stream()
                .filter(p -> caller.sees(p.name()))
                .flatMap(p -> p.applications().stream())
                .toList();
        StringBuilder text = new StringBuilder();
        head(text, "berth_application_up", "gauge", "1 when the application runs or has completed.");
        each(text, "berth_application_up", applications, a -> up(a) ? 1 : 0);
        head(text, "berth_application_replicas", "gauge", "Instances that are wanted.");
        each(text, "berth_application_replicas", applications, ApplicationStatus::replicas);
        head(text, "berth_application_instances_running", "gauge", "Instances that run.");
        each(text, "berth_application_instances_running", applications, Metrics::running);
        head(text, "berth_application_restarts_total", "counter", "Restarts of the present instances.");
        each(text, "berth_application_restarts_total", applications, Metrics::restarts);
        head(text, "berth_project_revision", "gauge", "Newest revision of the definition.");
        projects.stream().filter(p -> caller.sees(p.name())).forEach(p -> text.append(
                        "berth_project_revision{project=\"")
                .append(p.name())
                .append("\"} ")
                .append(p.revision())
                .append('\n'));
        certificates(text, certificates, now);
        process(text);
        return text.toString();
    }

    private static void certificates(StringBuilder text, List<CertificateStatus> certificates, Instant now) {
        String name = "berth_certificate_expires_timestamp_seconds";
        head(text, name, "gauge", "When a certificate that is valid expires, in seconds since 1970.");
        for (CertificateStatus status : certificates) {
            status.certificate()
                    .map(CertificateStatus.Facts::validUntil)
                    .filter(now::isBefore)
                    .ifPresent(until -> text.append(name)
                            .append("{name=\"")
                            .append(status.name())
                            .append("\"} ")
                            .append(until.getEpochSecond())
                            .append('\n'));
        }
    }

    private static void process(StringBuilder text) {
        Runtime runtime = Runtime.getRuntime();
        head(text, "jvm_memory_used_bytes", "gauge", "Heap in use.");
        text.append("jvm_memory_used_bytes ")
                .append(runtime.totalMemory() - runtime.freeMemory())
                .append('\n');
        head(text, "process_start_time_seconds", "gauge", "When the daemon began, in seconds since 1970.");
        ProcessHandle.current().info().startInstant().ifPresent(begin -> text.append("process_start_time_seconds ")
                .append(begin.getEpochSecond())
                .append('\n'));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void each(
            StringBuilder text, String name, List<ApplicationStatus> all, ToLongFunction<ApplicationStatus> value) {
        for (ApplicationStatus a : all) {
            text.append(name)
                    .append("{project=\"")
                    .append(a.project())
                    .append("\",application=\"")
                    .append(a.name());
            text.append("\"} ").append(value.applyAsLong(a)).append('\n');
        }
    }

    private static boolean up(ApplicationStatus a) {
        return a.state() == ApplicationStatus.State.RUNNING || a.state() == ApplicationStatus.State.COMPLETED;
    }

    private static long running(ApplicationStatus a) {
        return a.instances().stream().filter(i -> i.state().equals("running")).count();
    }

    private static long restarts(ApplicationStatus a) {
        return a.instances().stream()
                .mapToLong(ApplicationStatus.Instance::restarts)
                .sum();
    }
}
