package dev.berth.proxy.acme;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.certificate.CertificateRequest;
import dev.berth.proxy.certificate.ChallengeKind;
import dev.berth.proxy.certificate.InMemoryCertificates;
import dev.berth.proxy.certificate.IssuanceFailure;
import dev.berth.proxy.certificate.KeyKind;
import dev.berth.proxy.certificate.OrderJournal;
import dev.berth.proxy.certificate.PendingOrder;
import dev.berth.proxy.route.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fake authority, and one of ours that asks it. */
final class Scene implements AutoCloseable {
    static final HostName SHOP = HostName.of("shop.example.org");

    final ChallengeBoard board = new ChallengeBoard();
    final InMemoryCertificates store = new InMemoryCertificates();
    final FakeAuthority fake = new FakeAuthority(board);
    final FakeClockwork clock;
    final List<PendingOrder> journal = new ArrayList<>();
    /** What an authority counts, in the order in which it happened. */
    final List<String> counted = new ArrayList<>();

    final AcmeAuthority authority;

    Scene() {
        this(Instant.parse("2027-03-01T12:00:00Z"));
    }

    /** @param ourTime which may differ from that of the authority */
    Scene(Instant ourTime) {
        clock = new FakeClockwork(ourTime);
        authority = new AcmeAuthority(AuthoritySettings.of(fake.directory(), store, board, clock));
    }

    static CertificateRequest request(ChallengeKind... kinds) {
        return new CertificateRequest(
                SHOP,
                KeyKind.P256,
                kinds.length == 0 ? List.of(ChallengeKind.HTTP_01) : List.of(kinds),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static CertificateRequest takingUp(PendingOrder order) {
        return new CertificateRequest(
                SHOP,
                KeyKind.P256,
                List.of(ChallengeKind.HTTP_01),
                Optional.empty(),
                Optional.empty(),
                Optional.of(order));
    }

    Certificate obtain(CertificateRequest request) {
        return authority.obtain(request, new OrderJournal() {
            @Override
            public void ordering() {
                counted.add("order");
            }

            @Override
            public void placed(PendingOrder order) {
                journal.add(order);
            }

            @Override
            public void unusable(PendingOrder order) {
                counted.add("unusable");
            }

            @Override
            public void checkFailed(String why) {
                counted.add("failed check");
            }

            @Override
            public void notReplaced() {
                counted.add("not replaced");
            }
        });
    }

    IssuanceFailure refusal(CertificateRequest request) {
        return assertThrows(IssuanceFailure.class, () -> obtain(request));
    }

    @Override
    public void close() {
        fake.close();
    }
}
