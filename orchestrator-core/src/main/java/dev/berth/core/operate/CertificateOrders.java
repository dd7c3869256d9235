package dev.berth.core.operate;

import dev.berth.core.operate.CertificateRefusal.Kind;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.Store;
import dev.berth.core.store.StoreException;
import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.UploadedCertificate;
import dev.berth.proxy.file.FileFailure;
import dev.berth.proxy.route.HostName;
import dev.berth.proxy.x509.CertificateProblem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What a user can ask and order about certificates, whatever the way it came in. Who knows one project only knows the
 * names of its domains, and is told nothing of others.
 */
public final class CertificateOrders {
    private final Certificates certificates;
    private final Operations operations;
    private final Store store;

    public CertificateOrders(Certificates certificates, Operations operations, Store store) {
        this.certificates = certificates;
        this.operations = operations;
        this.store = store;
    }

    /** Sorted by name. @param only empty: of all projects */
    public List<CertificateStatus> list(Optional<ProjectName> only) {
        List<CertificateStatus> all = certificates.all();
        return only.map(operations::hosts)
                .map(hosts -> all.stream()
                        .filter(status -> hosts.contains(HostName.of(status.name())))
                        .toList())
                .orElse(all);
    }

    /** The files that were not understood and set aside. @param only theirs are not told to who knows one project only */
    public List<String> setAside(Optional<ProjectName> only) {
        return only.isPresent() ? List.of() : certificates.broken();
    }

    /** What is kept and cannot be read at the moment. @param only theirs is not told to who knows one project only */
    public List<String> unread(Optional<ProjectName> only) {
        return only.isPresent() ? List.of() : certificates.unread();
    }

    /**
     * Has a certificate renewed now; answers how it stood. Empty when there is no such name. Who knows one project only has
     * no authority asked sooner that is in trouble.
     *
     * @throws CertificateRefusal when there is nothing that could be renewed
     */
    public Optional<CertificateStatus> renew(String name, Optional<ProjectName> only, String actor) {
        Optional<CertificateStatus> known = known(name, only);
        known.ifPresent(status -> {
            requireRenewable(status);
            stored(() -> certificates.renew(HostName.of(status.name()), only.isEmpty()));
            store.audit().add(actor, "certificate renew", status.name(), "ordered");
        });
        return known;
    }

    /**
     * Serves a certificate of one's own for a name, when both are in order. Who knows one project only brings none that is
     * for anything but that project's domains: it would be shown, and relied on, for those of others too.
     *
     * @return whether the caller may know the name
     * @throws CertificateRefusal with what is wrong
     */
    public boolean upload(String name, Optional<ProjectName> only, String chain, String key, String actor) {
        HostName host = host(name);
        if (only.isPresent() && !operations.hosts(only.get()).contains(host)) {
            return false;
        }
        Certificate read = read(host, chain, key);
        only.flatMap(project -> foreign(read, project)).ifPresent(foreign -> {
            throw new CertificateRefusal(
                    Kind.CERTIFICATE,
                    "the certificate is for " + foreign + " too, which is not a domain of " + only.get() + " alone",
                    "bring one for the domains of this project only, or let somebody upload it whose token is for all"
                            + " projects");
        });
        stored(() -> certificates.upload(host, read));
        String outcome = "valid until " + read.notAfter() + ", SHA-256 " + read.fingerprint();
        store.audit().add(actor, "certificate upload", host.text(), outcome);
        return true;
    }

    /**
     * Forgets a certificate of one's own. Empty when there is no such name.
     *
     * @throws CertificateRefusal when an authority issued it
     */
    public Optional<CertificateStatus> remove(String name, Optional<ProjectName> only, String actor) {
        Optional<CertificateStatus> known = known(name, only);
        known.ifPresent(status -> {
            if (!status.isUploaded()) {
                throw notPossible(
                        status,
                        "was not uploaded: Berth keeps it for as long as the name is wanted",
                        "take the domain from its application to give it up");
            }
            stored(() -> certificates.remove(HostName.of(status.name())));
            store.audit().add(actor, "certificate rm", status.name(), "forgotten");
        });
        return known;
    }

    /** The first name of a certificate that is not the project's, or is for a domain that another one has too. */
    private Optional<HostName> foreign(Certificate certificate, ProjectName project) {
        SortedSet<HostName> own = operations.hosts(project);
        Set<HostName> others = operations.projects().stream()
                .map(ProjectStatus::name)
                .filter(other -> !other.equals(project))
                .flatMap(other -> operations.hosts(other).stream())
                .filter(host -> !own.contains(host))
                .collect(Collectors.toSet());
        return certificate.names().stream()
                .filter(name -> own.stream().noneMatch(host -> host.covers(name))
                        || others.stream().anyMatch(name::covers))
                .findFirst();
    }

    private static void requireRenewable(CertificateStatus status) {
        switch (status.state()) {
            case UPLOADED -> throw notPossible(status, "was uploaded, and is not renewed by Berth", "upload a new one");
            case COVERED ->
                throw notPossible(status, "has no certificate of its own: " + status.why(), "renew that one");
            case NOT_POSSIBLE ->
                throw notPossible(status, "can have no certificate: " + status.why(), "upload one of your own");
            case KEPT ->
                throw notPossible(status, "is the domain of no application now", "give an application this domain");
            default -> {}
        }
    }

    private static CertificateRefusal notPossible(CertificateStatus status, String why, String remedy) {
        return new CertificateRefusal(Kind.NOT_POSSIBLE, status.name() + " " + why, remedy);
    }

    private Certificate read(HostName host, String chain, String key) {
        try {
            return UploadedCertificate.read(host, chain, key, store.clock().instant());
        } catch (CertificateProblem e) {
            throw new CertificateRefusal(
                    e.part() == CertificateProblem.Part.KEY ? Kind.KEY : Kind.CERTIFICATE, e.what(), e.remedy());
        }
    }

    private Optional<CertificateStatus> known(String name, Optional<ProjectName> only) {
        HostName host;
        try {
            host = HostName.of(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return list(only).stream()
                .filter(status -> status.name().equals(host.text()))
                .findFirst();
    }

    private static HostName host(String name) {
        try {
            return HostName.of(name);
        } catch (IllegalArgumentException e) {
            throw new CertificateRefusal(Kind.NAME, e.getMessage(), "write the bare host, such as  shop.example.org");
        }
    }

    private static void stored(Runnable order) {
        try {
            order.run();
        } catch (FileFailure e) {
            boolean full = e.kind() == FileFailure.Kind.NO_SPACE;
            throw new StoreException(
                    full ? StoreException.Kind.DISK_FULL : StoreException.Kind.REFUSED, e.getMessage(), e);
        }
    }
}
