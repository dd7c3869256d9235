package dev.berth.proxy.certificate;

import dev.berth.proxy.certificate.CertificatePlan.Obtain;
import dev.berth.proxy.certificate.IssuanceFailure.Kind;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an authority for what the plan says, and notes what came of it. */
final class Errand {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);

    private static final Set<Kind> NOT_OF_THE_AUTHORITY = Set.of(Kind.STORE, Kind.HINDERED);

    private final KeeperParts parts;
    private final CertificateBook book;

    Errand(KeeperParts parts, CertificateBook book) {
        this.parts = parts;
        this.book = book;
    }

    /** Whatever goes wrong is noted, so that the next attempt waits for its turn on the ladder. */
    void obtain(Obtain todo) {
        HostName name = todo.name();
        AuthorityHealth before = book.health();
        LOG.info("{}: asking {}{} for a certificate: {}", name, todo.authority().getHost(), stage(todo), todo.cause());
        List<Finding> findings = List.of();
        try {
            Preparation prepared = parts.preparation().apply(name);
            findings = prepared.findings();
            findings.forEach(finding -> LOG.warn("{}: {}", name, finding));
            CertificateRequest request = possible(todo.request(), prepared);
            Certificate certificate =
                    parts.authorities().apply(todo.authority()).obtain(request, new Told(todo));
            book.note(name, known -> unlessBrought(known, known.issued(todo, certificate, now())));
        } catch (IssuanceFailure e) {
            failed(todo, explained(e, findings), before);
        } catch (FileFailure e) {
            failed(todo, new IssuanceFailure(Kind.STORE, e.getMessage(), e), before);
        } catch (RuntimeException | Error e) {
            LOG.error("obtaining a certificate for {} met a bug", name, e);
            failed(todo, new IssuanceFailure(Kind.REFUSED, "a bug of Berth: " + e, e), before);
        }
    }

    /** What was seen before stands beside what the authority says, where that is about the name. */
    private static IssuanceFailure explained(IssuanceFailure e, List<Finding> findings) {
        if (e.kind() != Kind.CHALLENGE || findings.isEmpty()) {
            return e;
        }
        return new IssuanceFailure(
                e.kind(), e.getMessage() + "; seen from here: " + seen(findings), e.retryAt(), e.link(), e.getCause());
    }

    private static String seen(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
    }

    private static String stage(Obtain todo) {
        return todo.rehearsal() ? " (a rehearsal)" : "";
    }

    /** An order of earlier may need no challenge any more. */
    private static CertificateRequest possible(CertificateRequest request, Preparation prepared) {
        CertificateRequest left = request.without(prepared.hindered());
        if (left.challenges().isEmpty() && request.pending().isEmpty()) {
            throw new IssuanceFailure(Kind.HINDERED, "no authority was asked: " + seen(prepared.findings()), null);
        }
        return left;
    }

    /** Each step is kept before it is taken, so that who is killed in between has counted too much, not too little. */
    private final class Told implements OrderJournal {
        private final Obtain todo;

        private Told(Obtain todo) {
            this.todo = todo;
        }

        @Override
        public void ordering() {
            book.noteFirst(todo.name(), known -> known.ordering(todo, parts.policy(), now()));
        }

        @Override
        public void placed(PendingOrder order) {
            if (!todo.rehearsal()) {
                book.noteFirst(todo.name(), known -> unlessBrought(known, known.placed(order)));
            }
        }

        /** Kept, it would count as placed, and wait for no limit though a new one has to. */
        @Override
        public void unusable(PendingOrder order) {
            book.noteFirst(todo.name(), known -> known.unusable(order));
        }

        @Override
        public void checkFailed(String why) {
            LOG.info(
                    "{}: {} did not see that it is ours: {}",
                    todo.name(),
                    todo.authority().getHost(),
                    why);
            book.note(todo.name(), known -> known.checkFailed(todo, now()));
        }

        @Override
        public void notReplaced() {
            book.note(todo.name(), known -> known.notReplaced(todo, now()));
        }
    }

    /** Where a person brought a certificate while the authority was asked, that one stays; what was asked counts. */
    private Aftermath unlessBrought(Aftermath known, Aftermath next) {
        boolean brought = known.record().isUploaded() && known.record().isValidAt(now());
        return brought ? new Aftermath(known.record(), next.ledger(), next.health()) : next;
    }

    /** What an interrupt broke off says nothing: it is taken up at the next start. */
    private void failed(Obtain todo, IssuanceFailure e, AuthorityHealth before) {
        if (e.kind() == Kind.INTERRUPTED || Thread.currentThread().isInterrupted()) {
            return;
        }
        if (e.kind() == Kind.POSTPONED) {
            LOG.info("{}: it waits: {}", todo.name(), e.getMessage());
            return;
        }
        double draw = parts.random().nextDouble();
        book.note(todo.name(), known -> {
            Aftermath alone = new Aftermath(known.record(), known.ledger(), before).failed(todo, e, now(), draw);
            AuthorityHealth health = NOT_OF_THE_AUTHORITY.contains(e.kind())
                    ? known.health()
                    : known.health().beside(alone.health(), todo.authority());
            return unlessBrought(known, new Aftermath(alone.record(), alone.ledger(), health));
        });
        LOG.warn("{}: no certificate{}: {}", todo.name(), stage(todo), e.getMessage());
    }

    /** Nothing, when the certificate has gone, or a person has brought another one. */
    void askRenewal(HostName name) {
        Optional<NameRecord> record = book.find(name);
        Optional<URI> origin = record.flatMap(NameRecord::origin);
        Optional<Certificate> certificate = record.flatMap(NameRecord::certificate);
        if (origin.isPresent() && certificate.isPresent()) {
            askRenewal(name, origin.get(), certificate.get());
        }
    }

    private void askRenewal(HostName name, URI origin, Certificate certificate) {
        Optional<RenewalInfo> answer = Optional.empty();
        try {
            answer = parts.authorities().apply(origin).renewalInfo(certificate);
        } catch (IssuanceFailure e) {
            if (e.kind() == Kind.INTERRUPTED || Thread.currentThread().isInterrupted()) {
                return;
            }
            LOG.info("{}: {} does not say when to renew: {}", name, origin.getHost(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("asking for the renewal of {} met a bug", name, e);
        }
        Optional<RenewalInfo> said = answer;
        double draw = parts.random().nextDouble();
        book.note(name, known -> isOf(known, certificate) ? known.told(said, draw, now()) : known);
    }

    private static boolean isOf(Aftermath known, Certificate certificate) {
        return known.record().certificate().filter(certificate::equals).isPresent();
    }

    private Instant now() {
        return parts.clock().now();
    }
}
