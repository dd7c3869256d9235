package dev.berth.proxy.certificate;

import dev.berth.proxy.route.HostName;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a name that somebody registered, by which authorities count. The true answer stands in the public suffix
 * list, which is long and changes weekly. Here it is the last two labels, or three below the suffixes of two labels that
 * are common. Where the list is finer, names are counted together that the authority counts apart: that may make us
 * wait, and never lets us ask for too much.
 */
final class RegisteredDomain {
    /** Country by country, what stands in the public suffix list. */
    private static final Map<String, String> SECOND_LEVELS = Map.ofEntries(
            Map.entry("ae", "ac co gov net org sch"),
            Map.entry("ar", "com edu gob gov int mil net org"),
            Map.entry("at", "ac co gv or"),
            Map.entry("au", "asn com edu gov id net org"),
            Map.entry("br", "adv app art blog com dev eco edu eng gov ind jus leg med mil net org tec tur"),
            Map.entry("cn", "ac com edu gov mil net org"),
            Map.entry("co", "com edu gov info mil net nom org"),
            Map.entry("eg", "com edu gov net org"),
            Map.entry("gr", "com edu gov net org"),
            Map.entry("hk", "com edu gov idv net org"),
            Map.entry("hu", "co info org"),
            Map.entry("id", "ac biz co desa go mil my net or sch web"),
            Map.entry("il", "ac co gov muni net org"),
            Map.entry("in", "ac co edu firm gen gov ind mil net nic org"),
            Map.entry("jp", "ac ad co ed go gr lg ne or"),
            Map.entry("ke", "ac co go info me mobi ne or sc"),
            Map.entry("kr", "ac co es go hs kg mil ms ne or pe re sc"),
            Map.entry("mx", "com edu gob net org"),
            Map.entry("my", "com edu gov mil name net org"),
            Map.entry("ng", "com edu gov mil mobi name net org sch"),
            Map.entry("nz", "ac co geek gen govt health iwi kiwi maori mil net org parliament school"),
            Map.entry("pe", "com edu gob mil net nom org"),
            Map.entry("ph", "com edu gov mil net ngo org"),
            Map.entry("pk", "biz com edu fam gov net org web"),
            Map.entry("pl", "aid agro atm auto biz com edu gmina gsm info mail media mil net nom org pc shop sklep"),
            Map.entry("pt", "com edu gov int net nome org publ"),
            Map.entry("sa", "com edu gov med net org pub sch"),
            Map.entry("sg", "com edu gov net org per"),
            Map.entry("th", "ac co go in mi net or"),
            Map.entry("tr", "av bbs bel biz com dr edu gen gov info mil name net org pol tel tv web"),
            Map.entry("tw", "club com ebiz edu game gov idv mil net org"),
            Map.entry("ua", "com edu gov in net org"),
            Map.entry("uk", "ac co gov ltd me net nhs org plc police"),
            Map.entry("ve", "co com edu gob gov info mil net org web"),
            Map.entry("vn", "ac biz com edu gov health info int name net org pro"),
            Map.entry("za", "ac co edu gov law mil net nom org school web"));

    /** Where people without a domain of their own get a name. */
    private static final Set<String> NAME_GIVERS = Set.of(
            "ddns.net",
            "ddnss.de",
            "dedyn.io",
            "duckdns.org",
            "dyndns.org",
            "dynv6.net",
            "eu.org",
            "github.io",
            "goip.de",
            "hopto.org",
            "myfritz.net",
            "no-ip.org",
            "nsupdate.info",
            "spdns.de",
            "sytes.net",
            "zapto.org");

    private static final Set<String> SUFFIXES = Stream.concat(
                    SECOND_LEVELS.entrySet().stream()
                            .flatMap(
                                    e -> Arrays.stream(e.getValue().split(" ")).map(label -> label + "." + e.getKey())),
                    NAME_GIVERS.stream())
            .collect(Collectors.toUnmodifiableSet());

    private RegisteredDomain() {}

    /** Of an address the address, and of IPv6 the 64 bits that one network has. */
    static String of(HostName name) {
        if (name.isAddress()) {
            byte[] bytes = name.address().orElseThrow().getAddress();
            return bytes.length == 4 ? name.text() : HexFormat.of().formatHex(bytes, 0, 8) + "::/64";
        }
        String two = last(name.base(), 2);
        return SUFFIXES.contains(two) ? last(name.base(), 3) : two;
    }

    private static String last(String name, int labels) {
        int from = name.length();
        for (int i = 0; i < labels && from > 0; i++) {
            from = name.lastIndexOf('.', from - 1);
        }
        return name.substring(from + 1);
    }
}
