package dev.berth.proxy.x509;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AriIdTest {
    /** The example of RFC 9773, section 4.1 and appendix A. */
    @Test
    void aCertificateIsNamedAsTheRfcNamesItsExample() {
        X509Certificate example = Pem.certificates(
                        """
                -----BEGIN CERTIFICATE-----
                MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
                cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
                BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
                7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
                qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
                yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
                +FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
                -----END CERTIFICATE-----
                """)
                .get(0);
        assertEquals(Optional.of("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE"), AriId.of(example));
    }
}
