package dev.berth.proxy.acme;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.OrderJournal;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pebble was seen to give no answer any more to one request of fifty names at once. Who gets none asks anew, once, as the
 * keeper does.
 */
final class AskingAnew {
    private final AcmeAuthority authority;
    private final OrderJournal journal;
    private final AtomicInteger times = new AtomicInteger();

    AskingAnew(AcmeAuthority authority, OrderJournal journal) {
        this.authority = authority;
        this.journal = journal;
    }

    Certificate obtain(CertificateRequest request) {
        try {
            return authority.obtain(request, journal);
        } catch (IssuanceFailure e) {
            if (!e.getMessage().contains("timed out") && !e.getMessage().contains("no whole answer")) {
                throw e;
            }
            times.incrementAndGet();
            return authority.obtain(request, journal);
        }
    }

    /** How often that was so. */
    int times() {
        return times.get();
    }
}
