package dev.berth.core.operate;

import dev.berth.proxy.certificate.Certificate;
import dev.berth.proxy.route.HostName;
import java.util.List;

/** There is no proxy that could serve one. */
final class NoCertificates implements Certificates {
    @Override
    public List<CertificateStatus> all() {
        return List.of();
    }

    @Override
    public boolean isServed(HostName name) {
        return false;
    }

    @Override
    public void renew(HostName name, boolean hopeful) {
        throw refused();
    }

    @Override
    public void upload(HostName name, Certificate checked) {
        throw refused();
    }

    @Override
    public void remove(HostName name) {
        throw refused();
    }

    @Override
    public List<String> broken() {
        return List.of();
    }

    @Override
    public List<String> unread() {
        return List.of();
    }

    @Override
    public String trouble() {
        return "";
    }

    private static CertificateRefusal refused() {
        return new CertificateRefusal(
                CertificateRefusal.Kind.NOT_POSSIBLE,
                "without a proxy no certificate is served",
                "start the daemon with --proxy managed");
    }
}
