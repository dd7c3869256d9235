package dev.berth.core.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.project.Domain;
import dev.berth.proxy.route.HostName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AddressesTest {
    private static final Set<HostName> SERVED = Set.of(HostName.of("shop.example.org"));

    private static Domain domain(String host, String path, boolean https) {
        return new Domain(host, path, false, Optional.empty(), https, List.of());
    }

    @Test
    void aDomainIsOpenedOverHttpsOnceItsCertificateIsServed() {
        Addresses addresses = new Addresses(80, 443, SERVED::contains);
        assertEquals("https://shop.example.org", addresses.url(domain("shop.example.org", "/", true)));
        assertEquals("http://api.example.org/v1", addresses.url(domain("api.example.org", "/v1", true)));
        assertEquals("http://shop.example.org", addresses.url(domain("shop.example.org", "/", false)));
    }

    @Test
    void aPortThatIsNotTheUsualOneIsNamed() {
        Addresses addresses = new Addresses(8080, 8443, SERVED::contains);
        assertEquals("https://shop.example.org:8443/a", addresses.url(domain("shop.example.org", "/a", true)));
        assertEquals("http://api.example.org:8080", addresses.url(domain("api.example.org", "/", true)));
    }

    @Test
    void anAddressOfIpVersion6StandsInBrackets() {
        Addresses addresses = new Addresses(8080, 443, HostName::isAddress);
        assertEquals("https://[2001:db8::10]/a", addresses.url(domain("2001:db8::10", "/a", true)));
        assertEquals("http://[2001:db8::10]:8080", addresses.url(domain("2001:db8::10", "/", false)));
        assertEquals("https://192.0.2.10", addresses.url(domain("192.0.2.10", "/", true)));
    }

    @Test
    void withoutCertificatesEverythingIsHttp() {
        assertEquals("http://shop.example.org", Addresses.plain(80, 443).url(domain("shop.example.org", "/", true)));
    }
}
