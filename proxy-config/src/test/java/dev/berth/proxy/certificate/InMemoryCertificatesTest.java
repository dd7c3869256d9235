package dev.berth.proxy.certificate;

final class InMemoryCertificatesTest extends CertificateStoreContract {
    private final InMemoryCertificates store = new InMemoryCertificates();

    @Override
    CertificateStore store() {
        return store;
    }
}
