package dev.berth.core.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.core.problem.ProblemText;
import dev.berth.core.project.Application;
import dev.berth.core.project.Domain;
import dev.berth.core.project.Project;
import dev.berth.core.project.Template;
import dev.berth.core.yaml.RandomText;
import dev.berth.core.yaml.YamlMapping;
import dev.berth.core.yaml.YamlScalar;
import dev.berth.core.yaml.YamlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProjectReaderTest {
    private static final Surroundings SURROUNDINGS = new Surroundings(
            Set.of("PASSWORD", "ENCRYPTION_PASSWORD", "ENCRYPTION_SALT"),
            new HostRules(Set.of(Path.of("/srv")), Set.of(), true),
            path -> Optional.of("A=file\nB=\"two\\nlines\" # c\nexport C='$x' \nD = e # c\nE=#\nF=a#b\n"));

    @Test
    void anApplicationWithNothingButAnImageHasTheDefaults() {
        assertEquals(
                "Application[name=web, source=Image[reference=nginx], invocation=Invocation[entrypoint=Optional.empty,"
                        + " command=Optional.empty, user=Optional.empty, workingDir=Optional.empty, init=Optional.empty,"
                        + " stopGracePeriod=PT10S], labels={}, env={}, mounts=[], files=[], port=OptionalInt.empty,"
                        + " domains=[], ports=[], replicas=1, sticky=false, retry=true, restart=UnlessStopped[],"
                        + " healthCheck=Optional.empty, dependsOn=[], job=false, resources=Resources[memory="
                        + "OptionalLong.empty, cpus=OptionalDouble.empty, pids=4096], deploy=DeployPolicy[order="
                        + "Optional.empty, patience=PT1M, drain=PT10S, monitor=PT10S, autoRollback=true, keep=5],"
                        + " verify=[], privileges=Privileges[capAdd=[], readOnly=false]]",
                web("image: nginx").toString());
    }

    @Test
    void everyKeyIsRead() {
        Application web = web(
                """
                build: {context: ./web, dockerfile: Dockerfile.prod, target: run, args: [A=1, B=x=y], no_cache: yes}
                command: serve --name "a b" 'c $d' e\\ f ""
                entrypoint: [/bin/tini, --]
                user: 1000:1000
                working_dir: /app
                labels: {team: 3.10, on: yes}
                init: false
                stop_grace_period: 1m30s500ms
                env: [A=1, "B=x=y # z", C=]
                env_file: [.env, {path: .env2, required: false}]
                volumes:
                  - data:/data:ro
                  - /srv/x/../y:/y
                  - {type: volume, source: more, target: /more, read_only: true}
                  - {type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 0755}}
                tmpfs: /run:size=1m
                files: [{path: /etc/x, content: "a ${{A}}", mode: 0600, uid: 1000}]
                port: 80
                domains:
                  - b.localhost
                  - {host: Ä.localhost, path: /api/, strip_path: true, internal_path: /in, https: false, middlewares: [
                      compress, headers: {request: {X-A: b}, response: {X-C: ""}}, basic_auth: ["ada:$2y$05$x"],
                      rate_limit: {average: 10}, max_body: 10M, ip_allow: [10.0.0.0/8, "::1"], redirect_to: www.a.localhost]}
                ports: ["8080-8081:80-81", "0.0.0.0:53:53/udp", "[::1]:90:90", {target: 1, published: 2, host_ip: 1.2.3.4}]
                sticky: true
                restart: on-failure:3
                healthcheck: {http: /health, port: 8000, interval: 5s, timeout: 500ms, retries: 4, start_period: 2m}
                depends_on: {db: {condition: service_healthy}, other: }
                resources: {memory: 1.5g, cpus: 0.5, pids: 100}
                deploy: {order: stop-first, patience: 1h, drain: 5s, monitor: 0s, auto_rollback: off, keep: 0}
                verify: [{run: redis-cli PING, prints: PONG}]
                cap_add: [net_admin, CAP_SYS_NICE]
                read_only: true
                """);
        assertEquals(
                """
                Build[context=Optional[./web], dockerfile=Dockerfile.prod, dockerfileInline=Optional.empty, target=Optional[run], args={A=1, B=x=y}, noCache=true]
                Invocation[entrypoint=Optional[[/bin/tini, --]], command=Optional[[serve, --name, a b, c $d, e f, ]], user=Optional[1000:1000], workingDir=Optional[/app], init=Optional[false], stopGracePeriod=PT1M30.5S]
                {on=yes, team=3.10}
                {A=1, B=x=y # z, C=, D=e, E=, F=a#b}
                [Volume[name=data, target=/data, readOnly=true], Bind[source=/srv/y, target=/y, readOnly=false], Volume[name=more, target=/more, readOnly=true], Tmpfs[target=/t, options=size=67108864,mode=0755], Tmpfs[target=/run, options=size=1m]]
                [MountedFile[path=/etc/x, content=Template[pieces=[Literal[text=a ], OwnReference[name=A]]], mode=384, uid=1000]]
                OptionalInt[80]
                Domain[host=b.localhost, path=/, stripPath=false, internalPath=Optional.empty, https=false, middlewares=[]]
                Domain[host=xn--4ca.localhost, path=/api, stripPath=true, internalPath=Optional[/in], https=false, middlewares=[Compress[], Headers[request={X-A=b}, response={X-C=}], BasicAuth[users=[ada:$2y$05$x]], RateLimit[average=10, burst=10], MaxBody[bytes=10485760], IpAllow[ranges=[10.0.0.0/8, ::1]], RedirectTo[host=www.a.localhost, permanent=true]]]
                PublishedPort[address=127.0.0.1, hostPort=8080, port=80, protocol=TCP]
                PublishedPort[address=127.0.0.1, hostPort=8081, port=81, protocol=TCP]
                PublishedPort[address=0.0.0.0, hostPort=53, port=53, protocol=UDP]
                PublishedPort[address=::1, hostPort=90, port=90, protocol=TCP]
                PublishedPort[address=1.2.3.4, hostPort=2, port=1, protocol=TCP]
                1 true OnFailure[attempts=3]
                HealthCheck[probe=Http[port=8000, path=/health], interval=PT5S, timeout=PT0.5S, retries=4, startPeriod=PT2M]
                [Dependency[application=db, condition=SERVICE_HEALTHY], Dependency[application=other, condition=SERVICE_STARTED]]
                Resources[memory=OptionalLong[1610612736], cpus=OptionalDouble[0.5], pids=100]
                DeployPolicy[order=Optional[STOP_FIRST], patience=PT1H, drain=PT5S, monitor=PT0S, autoRollback=false, keep=0]
                [Verification[run=[redis-cli, PING], prints=PONG]]
                Privileges[capAdd=[NET_ADMIN, SYS_NICE], readOnly=true]
                """,
                lines(
                        web.source(),
                        web.invocation(),
                        web.labels(),
                        literals(web.env()),
                        web.mounts(),
                        web.files(),
                        web.port(),
                        web.domains().get(0),
                        web.domains().get(1),
                        web.ports().get(0),
                        web.ports().get(1),
                        web.ports().get(2),
                        web.ports().get(3),
                        web.ports().get(4),
                        web.replicas() + " " + web.sticky() + " " + web.restart(),
                        web.healthCheck().orElseThrow(),
                        web.dependsOn(),
                        web.resources(),
                        web.deploy(),
                        web.verify(),
                        web.privileges()));
    }

    @Test
    void referencesBecomeTemplatesAndOnlyThoseAreReplaced() {
        Project project = project(
                """
                project: shop
                env: {REGION: eu, ZONE: "${{REGION}}-1"}
                applications:
                  web:
                    image: nginx
                    env:
                      A: ${{secret.PASSWORD}}
                      B: x ${{ project.ZONE }} y ${{A}}
                      C: $${{A}} $$ ${A} $A pa$$word {{x}} }}
                """);
        assertEquals(
                """
                {REGION=Template[pieces=[Literal[text=eu]]], ZONE=Template[pieces=[SharedReference[name=REGION], Literal[text=-1]]]}
                Template[pieces=[SecretReference[name=PASSWORD]]]
                Template[pieces=[Literal[text=x ], SharedReference[name=ZONE], Literal[text= y ], OwnReference[name=A]]]
                Template[pieces=[Literal[text=${{A}} $$ ${A} $A pa$$word {{x}} }}]]]
                """,
                lines(
                        project.env(),
                        project.applications().get(0).env().get("A"),
                        project.applications().get(0).env().get("B"),
                        project.applications().get(0).env().get("C")));
    }

    @Test
    void externalVolumesAreAdoptedByTheirOwnNames() {
        Project project = project(
                """
                project: shop
                applications: {web: {image: nginx, volumes: ["a:/a", "bb:/b", "c:/c", "d:/d", "e:/e", "f:/f"]}}
                volumes:
                  a: {external: old_a}
                  bb: {external: true}
                  c: {external: true, name: old_c}
                  d:
                  e: {external: yes, name: old_e}
                  f: {external: off}
                """);
        assertEquals(
                "{a=old_a, bb=bb, c=old_c, e=old_e}", project.externalVolumes().toString());
    }

    @Test
    void healthChecksHaveThreeKindsAndCanBeOff() {
        assertEquals(
                """
                Tcp[port=80]
                Tcp[port=5432]
                Http[port=80, path=/]
                Command[command=[redis-cli, ping]]
                Command[command=[sh, -c, a && b]]
                Running[stable=PT5S]
                """,
                lines(
                        probe("{tcp: true}"),
                        probe("{tcp: 5432}"),
                        probe("{http: /}"),
                        probe("{command: redis-cli ping}"),
                        probe("{command: sh -c 'a && b'}"),
                        probe("{disable: true}")));
    }

    @Test
    void patienceIsNeverShorterThanTheHealthCheckItself() {
        assertEquals(
                Duration.ofSeconds(150),
                web("image: nginx\nport: 80\nhealthcheck: {tcp: true, start_period: 60s}")
                        .deploy()
                        .patience());
    }

    @Test
    void anEnvFileIsOverriddenByEnv() {
        assertEquals(
                "{A=mine, B=two\nlines, C=$x, D=e, E=, F=a#b}",
                literals(web("image: nginx\nenv_file: .env\nenv: {A: mine}").env()));
    }

    @Test
    void extensionKeysAnchorsAndMergesWorkAsInCompose() {
        Project project = project(
                """
                x-common: &common
                  image: nginx
                  env: &env {A: 1, B: 2}
                project: shop
                applications:
                  a: {<<: *common, command: a}
                  b: {<<: *common, command: b, env: {<<: *env, B: 3}}
                """);
        assertEquals("{A=1, B=2}", literals(project.applications().get(0).env()));
        assertEquals("{A=1, B=3}", literals(project.applications().get(1).env()));
    }

    @Test
    void anyTextInEnvReachesTheProjectUnchanged() {
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            String value = RandomText.any(random, 40).replace("\0", "");
            YamlMapping root = (YamlMapping) dev.berth.core.yaml.YamlReader.read(
                            "f",
                            "project: shop\napplications: {web: {image: nginx, env: {A: x}}}",
                            new dev.berth.core.problem.Problems())
                    .orElseThrow();
            YamlMapping applications = (YamlMapping) root.get("applications").orElseThrow();
            YamlMapping web = (YamlMapping) applications.get("web").orElseThrow();
            YamlMapping env = (YamlMapping) web.get("env").orElseThrow();
            YamlScalar scalar = new YamlScalar(root.place(), 1, "", value.replace("${{", "$${{"), true, -1);
            String text = YamlText.write(
                    root.with("applications", applications.with("web", web.with("env", env.with("A", scalar)))));
            assertEquals(
                    value,
                    literals(project(text).applications().get(0).env()).replaceFirst("(?s)^\\{A=(.*)}$", "$1"),
                    text);
        }
    }

    private static Application web(String body) {
        String text = "project: shop\napplications:\n  db: {image: db}\n  other: {image: other}\n  web:\n"
                + body.strip().indent(4);
        return project(text).applications().get(2);
    }

    private static String probe(String check) {
        return web("image: nginx\nport: 80\nhealthcheck: " + check)
                .healthCheck()
                .orElseThrow()
                .probe()
                .toString();
    }

    @Test
    void aDomainHasHttpsWhereItsAuthorityIssuesForTheNameOrWhereItIsAskedFor() {
        String domains =
                """
                project: shop
                applications:
                  web:
                    image: nginx
                    port: 80
                    domains: [a.example.org, b.test, c, {host: d.test, https: true}, {host: e.example.org, https: false}]
                """;
        assertEquals("a.example.org d.test", https(domains, true));
        assertEquals("a.example.org b.test c d.test", https(domains, false));
    }

    @Test
    void anAddressHasHttpsWhereItsAuthorityIssuesForIt() {
        String domains =
                """
                project: shop
                applications:
                  web:
                    image: nginx
                    port: 80
                    domains: [8.8.8.8, '[2606:4700:0::1111]', 10.0.0.7, {host: 'fd00::1', https: true}]
                """;
        assertEquals("8.8.8.8 2606:4700::1111 fd00::1", https(domains, true));
        assertEquals("8.8.8.8 2606:4700::1111 10.0.0.7 fd00::1", https(domains, false));
        Surroundings surroundings =
                new Surroundings(Set.of(), new HostRules(Set.of(), Set.of(), true), path -> Optional.empty());
        assertEquals(
                """
                no certificate can be had for "10.0.0.7", a private address: it is served over http
                no public authority issues a certificate for "fd00::1", a private address: it is served over http until \
                you bring one""",
                ProjectReader.read("f", domains, surroundings).problems().stream()
                        .map(problem -> problem.what())
                        .collect(Collectors.joining("\n")));
    }

    private static String https(String text, boolean publicAuthority) {
        Surroundings surroundings = new Surroundings(
                Set.of(), new HostRules(Set.of(), Set.of(), publicAuthority), path -> Optional.empty());
        Project read = ProjectReader.read("f", text, surroundings).project().orElseThrow();
        return read.applications().get(0).domains().stream()
                .filter(Domain::https)
                .map(Domain::host)
                .collect(Collectors.joining(" "));
    }

    private static Project project(String text) {
        Reading reading = ProjectReader.read("f", text, SURROUNDINGS);
        return reading.project()
                .orElseThrow(() -> new AssertionError(ProblemText.of("f", text).render(reading.problems())));
    }

    private static String literals(Map<String, Template> env) {
        Map<String, String> result = new java.util.TreeMap<>();
        env.forEach((name, template) -> {
            StringBuilder value = new StringBuilder();
            template.pieces().forEach(piece -> value.append(((Template.Literal) piece).text()));
            result.put(name, value.toString());
        });
        return result.toString();
    }

    private static String lines(Object... values) {
        StringBuilder out = new StringBuilder();
        for (Object value : values) {
            out.append(value).append('\n');
        }
        return out.toString();
    }
}
