package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an authority for what the plan says, and notes what came of it. */
final class Errand {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

    private final KeeperParts parts;
    private final CertificateBook book;

    Errand(KeeperParts parts, CertificateBook book) {
        this.parts = parts;
        this.book = book;
    }

    void obtain(Obtain todo) {
        HostName name = todo.name();
        LOG.info("{}: asking {}{} for a certificate: {}", name, todo.authority().getHost(), stage(todo), todo.cause());
        try {
            List<Finding> findings = parts.preparation().apply(name);
            findings.forEach(finding -> LOG.warn("{}: {}", name, finding));
            book.noteFirst(name, known -> known.begun(todo, now()));
            Certificate certificate =
                    parts.authorities().apply(todo.authority()).obtain(todo.request(), order -> placed(todo, order));
            book.note(name, known -> known.issued(todo, certificate, now()));
        } catch (IssuanceFailure e) {
            failed(todo, e);
        } catch (FileFailure e) {
            failed(todo, new IssuanceFailure(Kind.STORE, e.getMessage(), e));
        }
    }

    private static String stage(Obtain todo) {
        return todo.rehearsal() ? " (a rehearsal)" : "";
    }

    private void placed(Obtain todo, PendingOrder order) {
        if (!todo.rehearsal()) {
            book.noteFirst(todo.name(), known -> known.placed(order));
        }
    }

    private void failed(Obtain todo, IssuanceFailure e) {
        book.note(
                todo.name(),
                known -> known.failed(todo, e, now(), parts.random().nextDouble()));
        if (e.kind() != Kind.INTERRUPTED) {
            LOG.warn("{}: no certificate{}: {}", todo.name(), stage(todo), e.getMessage());
        }
    }

    void askRenewal(HostName name) {
        NameRecord record = book.find(name).orElseThrow();
        URI origin = record.origin().orElseThrow();
        Certificate certificate = record.certificate().orElseThrow();
        try {
            var answer = parts.authorities().apply(origin).renewalInfo(certificate);
            double draw = parts.random().nextDouble();
            book.note(name, known -> isOf(known, certificate) ? known.told(answer, draw, now()) : known);
        } catch (IssuanceFailure e) {
            if (e.kind() != Kind.INTERRUPTED) {
                LOG.info("{}: {} does not say when to renew: {}", name, origin.getHost(), e.getMessage());
                book.note(name, known -> known.told(Optional.empty(), 0, now()));
            }
        }
    }

    private static boolean isOf(Aftermath known, Certificate certificate) {
        return known.record().certificate().filter(certificate::equals).isPresent();
    }

    private Instant now() {
        return parts.clock().now();
    }
}
