package dev.berth.proxy.certificate;

import java.util.List;
import java.util.Optional;

/** Mistakes that a keeper could have, each put between it and what it stands on. */
enum PlantedFault {
    NONE,
    /** A certificate is taken for shown because it was published. */
    PROOF_TAKEN_FOR_GRANTED {
        @Override
        Handshake handshake(PerilousProxy right) {
            return name -> right.served(name).orElseGet(() -> right.fingerprint(name));
        }
    },
    /** An order is finalized without its key being kept before. */
    KEY_NOT_KEPT {
        @Override
        NameRecord kept(NameRecord record) {
            return record.withPending(Optional.empty());
        }
    },
    /** The certificate before is let go when the next one comes. */
    PREVIOUS_FORGOTTEN {
        @Override
        NameRecord kept(NameRecord record) {
            return new NameRecord(
                    record.name(),
                    record.certificate(),
                    record.origin(),
                    record.proven(),
                    Optional.empty(),
                    record.pending(),
                    record.attempts(),
                    record.renewal());
        }
    },
    /** After each start a certificate is asked for anew: a loop of renewals. */
    RENEWED_AT_EVERY_START {
        @Override
        List<NameRecord> read(List<NameRecord> records) {
            return records.stream()
                    .map(r -> r.certificate().isPresent() ? NameRecord.of(r.name()) : r)
                    .toList();
        }
    };

    Handshake handshake(PerilousProxy right) {
        return right;
    }

    NameRecord kept(NameRecord record) {
        return record;
    }

    List<NameRecord> read(List<NameRecord> records) {
        return records;
    }

    CertificateStore store(PerilousStore right) {
        return new FaultyStore(right, this);
    }
}
