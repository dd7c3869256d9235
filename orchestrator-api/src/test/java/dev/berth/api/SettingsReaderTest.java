package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    private static final Path HOME = Path.of("/home/ada");

    @TempDir
    Path directory;

    private static Settings read(List<String> arguments, Map<String, String> environment) {
        return SettingsReader.read(arguments, environment, HOME, true);
    }

    private static String refused(List<String> arguments, Map<String, String> environment) {
        return assertThrows(SettingsException.class, () -> read(arguments, environment))
                .getMessage();
    }

    @Test
    void withoutOptionsEverythingHasItsDefault() {
        Settings settings = read(List.of(), Map.of());
        assertEquals(
                "Settings[dataDir=/var/lib/berth, listenAddress=127.0.0.1, listenPort=7070, httpPort=80, httpsPort=443, "
                        + "acme=AcmeSettings[directory=https://acme-v02.api.letsencrypt.org/directory, "
                        + "staging=Optional[https://acme-staging-v02.api.letsencrypt.org/directory], "
                        + "fallback=Optional.empty, publicly=true, email=Optional.empty, caFile=Optional.empty, "
                        + "profile=Optional.empty, key=P256, externalAccounts={}], dnsProvider=Optional.empty, "
                        + "proxy=Managed[image=traefik:v3.7.15], instance=, dockerHost=unix:///var/run/docker.sock, "
                        + "bindRoots=[], subnetPool=10.201.0.0/16, dnsResolver=Optional.empty, maxContext=536870912, "
                        + "buildCache=10737418240, buildRoom=1073741824]",
                settings.toString());
    }

    @Test
    void thePortsOfTheApiAndOfTheManagedProxyAreBerthsOwn() {
        assertEquals(Set.of(80, 443, 7070), read(List.of(), Map.of()).host().ownPorts());
        assertEquals(
                Set.of(7070), read(List.of("--proxy=none"), Map.of()).host().ownPorts());
    }

    @Test
    void anOrdinaryUserHasTheDataInTheHomeDirectory() {
        Settings settings = SettingsReader.read(List.of(), Map.of(), HOME, false);
        assertEquals(Path.of("/home/ada/.local/share/berth"), settings.dataDir());
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("berth.yml"),
                """
                http_port: 1001
                https_port: 1002
                listen: 127.0.0.1:1003
                bind_root: [/srv/one, /srv/two]
                """);
        Settings settings = read(
                List.of("--config", file.toString(), "--http-port=3001"),
                Map.of("BERTH_HTTP_PORT", "2001", "BERTH_HTTPS_PORT", "2002"));
        assertEquals(
                "3001 2002 1003 [/srv/one, /srv/two]",
                settings.httpPort() + " " + settings.httpsPort() + " " + settings.listenPort() + " "
                        + settings.bindRoots());
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        assertEquals(
                """
                berth daemon has no option "--htp-port"; did you mean "--http-port"?
                berth daemon takes options only, not "80"
                --https-port is a whole number from 1 to 65535, not "x"
                --proxy external needs --proxy-container NAME and --proxy-directory DIR
                --instance is 1 to 8 lower-case letters and digits and begins with a letter, not "Far-Too-Long"
                --docker-host is a local socket, such as unix:///var/run/docker.sock, not "tcp://10.0.0.1:2375": Berth \
                mounts directories of this machine and opens connections to its containers
                --bind-root is an absolute path below /, such as /srv/berth, not "/"
                --max-context is a size such as 512M or 2G, not "lots\"""",
                refused(
                        List.of(
                                "--htp-port",
                                "80",
                                "--proxy",
                                "external",
                                "--instance",
                                "Far-Too-Long",
                                "--docker-host",
                                "tcp://10.0.0.1:2375",
                                "--bind-root",
                                "/",
                                "--max-context",
                                "lots"),
                        Map.of("BERTH_HTTPS_PORT", "x")));
    }

    @Test
    void aRangeThatIsNoneIsTold() {
        for (String pool : List.of("10.201.0.0", "10.201.0.0/7", "10.201.0.0/27", "10.256.0.0/16", "10.201.0/16")) {
            assertEquals(
                    "--subnet-pool is a range of private addresses between /8 and /26, such as 10.201.0.0/16, not \""
                            + pool + "\"",
                    refused(List.of("--subnet-pool", pool), Map.of()));
        }
    }

    @Test
    void anOptionWithoutItsValueIsTold() {
        assertEquals("--listen needs a value: --listen ADDRESS:PORT", refused(List.of("--listen"), Map.of()));
    }

    @Test
    void anUnknownKeyOfTheFileIsToldWithItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("berth.yml"), "http_port: 80\nhttp_prt: 81\n");
        assertEquals(
                file
                        + """
                :2:1: berth daemon has no option "http_prt"; did you mean "http_port"?
                  2 | http_prt: 81
                    | ^^^^^^^^
                  fix: berth help daemon lists the options""",
                refused(List.of("--config", file.toString()), Map.of()));
    }

    @Test
    void aMissingFileIsTold() {
        Path missing = directory.resolve("missing.yml");
        assertEquals(
                "--config " + missing + " cannot be read: No such file or directory",
                refused(List.of("--config", missing.toString()), Map.of()));
    }
}
