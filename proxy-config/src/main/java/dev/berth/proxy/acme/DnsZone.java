package dev.berth.proxy.acme;

/**
 * A DNS zone that TXT records can be written into. Blocking; safe for several threads. What goes wrong is an
 * {@link dev.berth.proxy.certificate.IssuanceFailure}.
 */
public interface DnsZone {
    /**
     * Adds one TXT record and leaves others of the same name.
     *
     * @param name in lower case, without a dot at its end, such as {@code _acme-challenge.shop.example.org}
     * @param text at most 255 characters of ASCII
     */
    void add(String name, String text);

    /** Takes that record away and leaves others of the same name; fine when it is not there. */
    void remove(String name, String text);
}
