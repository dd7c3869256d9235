package dev.berth.core.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.core.project.Application;
import dev.berth.core.project.ApplicationBuilder;
import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Dependency;
import dev.berth.core.project.DeployPolicy;
import dev.berth.core.project.Mount;
import dev.berth.core.project.MountedFile;
import dev.berth.core.project.Privileges;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectName;
import dev.berth.core.project.PublishedPort;
import dev.berth.core.project.Resources;
import dev.berth.core.project.Restart;
import dev.berth.core.project.Source;
import dev.berth.core.project.Template;
import dev.berth.core.project.Verification;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ResolverTest {

    private static final ProjectName SHOP = new ProjectName("shop");
    private static final ResolveContext NOTHING =
            new ResolveContext(Map.of(), Map.of(), Map.of(), Everything.KEY, Set.of());

    @Test
    void theSmallestApplicationBecomesThis() {
        assertEquals(
                "DesiredState[project=shop, applications=[DesiredApplication[release=Release[name=shop-web-1778478a,"
                        + " fingerprint=v1:1778478ac325d0ff2d398fd41762ed2c8c8fa8e5964a2746f30b1fd732f5df94,"
                        + " image=Pulled[reference=web:1, generation=0], imageId=Optional.empty,"
                        + " invocation=Invocation[entrypoint=Optional.empty, command=Optional.empty,"
                        + " user=Optional.empty, workingDir=Optional.empty, init=Optional.empty,"
                        + " stopGracePeriod=PT10S], labels={}, env={}, mounts=[], volumes={}, files=[], ports=[],"
                        + " privileges=Privileges[capAdd=[], readOnly=false], sysctls={}], replicas=1, sticky=false, retry=true,"
                        + " port=OptionalInt.empty, domains=[], restart=UnlessStopped[], healthCheck=Optional.empty,"
                        + " fallback=HealthCheck[probe=Running[stable=PT5S], interval=PT5S, timeout=PT3S, retries=3,"
                        + " startPeriod=PT0S], dependsOn=[], job=false, resources=Resources[memory=OptionalLong.empty,"
                        + " cpus=OptionalDouble.empty, pids=4096], deploy=DeployPolicy[order=Optional.empty,"
                        + " patience=PT1M, drain=PT10S, monitor=PT10S, autoRollback=true, keep=5], order=START_FIRST,"
                        + " stopped=false]]]",
                resolve(NOTHING, ApplicationBuilder.application("web").get()).toString());
    }

    @Test
    void oneThatListensIsAskedByTcpUnlessItSaysOtherwise() {
        assertEquals(
                "Tcp[port=8000]",
                one(ApplicationBuilder.application("web").port(8000))
                        .fallback()
                        .probe()
                        .toString());
    }

    @Test
    void whatAUserWantsStoppedIsStopped() {
        ResolveContext stopped =
                new ResolveContext(Map.of(), Map.of(), Map.of(), Everything.KEY, Set.of(new ApplicationName("web")));
        DesiredState state = resolve(
                stopped,
                ApplicationBuilder.application("web").get(),
                ApplicationBuilder.application("redis").get());
        assertEquals(
                "redis false, web true",
                state.applications().stream()
                        .map(a -> a.name() + " " + a.stopped())
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void volumesAreCalledAfterTheirProjectUnlessTheyAreAdopted() {
        Application web = ApplicationBuilder.application("web")
                .volume("data", "/data")
                .volume("old", "/old")
                .mount(new Mount.Bind("/srv", "/srv", true))
                .get();
        Project project = new Project(SHOP, Map.of(), List.of(web), Map.of("old", "legacy_data"));
        Release release =
                Resolver.resolve(project, NOTHING).applications().get(0).release();
        assertEquals(
                "{data=shop_data, old=legacy_data} false true",
                release.volumes() + " " + release.volumes().get("data").external() + " "
                        + release.volumes().get("old").external());
    }

    @Test
    void aGenerationIsThatOfTheReferenceOrOfTheBuild() {
        ResolveContext raised = new ResolveContext(
                Map.of(), Map.of(".", "sha256:1"), Map.of("redis:7", 3L, "shop/web", 4L), Everything.KEY, Set.of());
        DesiredState state = resolve(
                raised,
                ApplicationBuilder.application("web").build(".").get(),
                ApplicationBuilder.application("redis").image("redis:7").get(),
                ApplicationBuilder.application("cache").image("redis:8").get());
        assertEquals(
                """
                Pulled[reference=redis:8, generation=0]
                Pulled[reference=redis:7, generation=3]
                Built[reference=shop/web:98bb01319632, contextDigest=Optional[sha256:1], dockerfile=Dockerfile, dockerfileInline=Optional.empty, target=Optional.empty, args={}, noCache=false, generation=4]
                """,
                state.applications().stream()
                        .map(a -> a.release().image() + "\n")
                        .collect(Collectors.joining()));
    }

    /** Changing these names builds every image of every user again. */
    @Test
    void aBuiltImageIsNamedAfterWhatItIsMadeFrom() {
        Source.Build build = new Source.Build(
                Optional.of("."),
                "Dockerfile",
                Optional.of("FROM busybox"),
                Optional.of("final"),
                Map.of("A", "1"),
                false);
        assertEquals(
                """
                as it is: shop/web:8f9247ae3459
                context: shop/web:65a91420d39a
                no context: shop/web:0cee75167b3b
                dockerfile: shop/web:b9997b4f0083
                dockerfileInline: shop/web:9626ab2e66d3
                target: shop/web:cba1fa452dac
                args: shop/web:3ff63aa71d4d
                noCache: shop/web:8f9247ae3459
                """,
                named("as it is", build)
                        + named("context", Altered.with(build, "context", Optional.of("sha256:" + "2".repeat(64))))
                        + named("no context", Altered.with(build, "context", Optional.empty()))
                        + named("dockerfile", Altered.with(build, "dockerfile", "Other"))
                        + named("dockerfileInline", Altered.with(build, "dockerfileInline", Optional.empty()))
                        + named("target", Altered.with(build, "target", Optional.empty()))
                        + named("args", Altered.with(build, "args", Map.of("A", "2")))
                        + named("noCache", Altered.with(build, "noCache", true)));
    }

    @Test
    void aContextThatWasNotUploadedCannotBeResolved() {
        IllegalStateException missing = assertThrows(
                IllegalStateException.class,
                () -> one(ApplicationBuilder.application("web").build("src")));
        assertEquals("the build context src was not uploaded", missing.getMessage());
    }

    @Test
    void theOrderInWhichThingsAreWrittenMeansNothing() {
        DesiredState expected = resolve(uploads(), shop(new Random(0)));
        for (int seed = 1; seed < 30; seed++) {
            assertEquals(expected, resolve(uploads(), shop(new Random(seed))));
        }
    }

    @Test
    void onlyWhatAnInstanceIsMadeOfMakesANewRelease() {
        Application before = ApplicationBuilder.application("web").get();
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("name", new ApplicationName("app"));
        changes.put("source", new Source.Image("web:2"));
        changes.put("invocation", Everything.release().invocation());
        changes.put("labels", Map.of("a", "b"));
        changes.put("env", Map.of("A", Template.literal("b")));
        changes.put("mounts", List.of(new Mount.Tmpfs("/tmp", "")));
        changes.put("files", List.of(new MountedFile("/f", Template.literal("x"), 0600, 0)));
        changes.put("port", OptionalInt.of(8000));
        changes.put("domains", Everything.application().domains());
        changes.put("ports", Everything.release().ports());
        changes.put("replicas", 3);
        changes.put("sticky", true);
        changes.put("retry", false);
        changes.put("restart", new Restart.No());
        changes.put("healthCheck", Everything.application().healthCheck());
        changes.put(
                "dependsOn",
                List.of(new Dependency(new ApplicationName("redis"), Dependency.Condition.SERVICE_STARTED)));
        changes.put("job", true);
        changes.put("resources", new Resources(OptionalLong.of(1 << 20), OptionalDouble.of(1), 10));
        changes.put("deploy", Altered.with(DeployPolicy.DEFAULT, "keep", 9));
        changes.put("verify", List.of(new Verification(List.of("true"), "")));
        changes.put("privileges", new Privileges(new TreeSet<>(), true));
        assertEquals(
                Stream.of(Application.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList(),
                List.copyOf(changes.keySet()));
        Release same = resolve(NOTHING, before).applications().get(0).release();
        assertEquals(
                List.of(
                        "port",
                        "domains",
                        "replicas",
                        "sticky",
                        "retry",
                        "restart",
                        "healthCheck",
                        "dependsOn",
                        "job",
                        "resources",
                        "deploy",
                        "verify"),
                changes.entrySet().stream()
                        .filter(change -> resolve(NOTHING, Altered.with(before, change.getKey(), change.getValue()))
                                .applications()
                                .get(0)
                                .release()
                                .equals(same))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static Application[] shop(Random random) {
        List<Mount> mounts = new ArrayList<>(List.of(
                new Mount.Volume("data", "/data", false),
                new Mount.Tmpfs("/tmp", ""),
                new Mount.Bind("/srv", "/srv", true)));
        List<MountedFile> files = new ArrayList<>(List.of(
                new MountedFile("/a", Template.literal("1"), 0600, 0),
                new MountedFile("/b", Template.literal("2"), 0600, 0)));
        List<PublishedPort> ports = new ArrayList<>(List.of(
                new PublishedPort("127.0.0.1", 8080, 80, PublishedPort.Protocol.TCP),
                new PublishedPort("127.0.0.1", 8080, 80, PublishedPort.Protocol.UDP),
                new PublishedPort("0.0.0.0", 9090, 80, PublishedPort.Protocol.TCP)));
        List<String> names = new ArrayList<>(List.of("A", "B", "C"));
        List.of(mounts, files, ports, names).forEach(list -> Collections.shuffle(list, random));
        ApplicationBuilder web = ApplicationBuilder.application("web").build(".");
        names.forEach(name -> web.env(name, "value of " + name).label(name, "label"));
        Application application = Altered.with(web.get(), "mounts", mounts);
        application = Altered.with(application, "files", files);
        application = Altered.with(application, "ports", ports);
        List<Application> all = new ArrayList<>(
                List.of(application, ApplicationBuilder.application("redis").get()));
        Collections.shuffle(all, random);
        return all.toArray(Application[]::new);
    }

    private static String named(String what, Source.Build build) {
        Application web = Altered.with(ApplicationBuilder.application("web").get(), "source", build);
        return what + ": "
                + resolve(uploads(), web)
                        .applications()
                        .get(0)
                        .release()
                        .image()
                        .reference()
                + "\n";
    }

    private static ResolveContext uploads() {
        return new ResolveContext(
                Map.of(), Map.of(".", "sha256:" + "1".repeat(64)), Map.of(), Everything.KEY, Set.of());
    }

    private static DesiredApplication one(ApplicationBuilder application) {
        return resolve(NOTHING, application.get()).applications().get(0);
    }

    private static DesiredState resolve(ResolveContext context, Application... applications) {
        return Resolver.resolve(new Project(SHOP, Map.of(), List.of(applications), Map.of()), context);
    }
}
