package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.engine.Script;
import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProjectApiTest extends ApiCase {
    @Test
    void aTokenForOneProjectTakesNoPathOfAnothersHost() {
        server.deploy(
                "shop",
                "project: shop\napplications:\n  web: {image: \"web:1\", port: 80, domain: {host: shop.localhost, https:"
                        + " false}}\n");
        String blog = server.token("blogger", Scope.DEPLOY, Optional.of(ProjectName.of("blog")));
        String login = "image: \"web:1\"\nport: 80\ndomain: {host: shop.localhost, path: /login, https: false}\n";
        String whole =
                "project: blog\napplications:\n  web:\n    " + login.strip().replace("\n", "\n    ") + "\n";
        List<Integer> statuses = List.of(
                status(blog, "PUT", "/projects/blog", whole),
                status(blog, "POST", "/projects/blog/plan", whole),
                status(blog, "PUT", "/projects/blog/applications/web", login));
        assertEquals(List.of(409, 409, 409), statuses);
    }

    private int status(String token, String method, String path, String body) {
        return server.send(server.request(API + path, token)
                        .header("Content-Type", "application/yaml")
                        .method(method, BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static final String ONE = "project: shop\napplications:\n  web: {image: web:1}\n";

    @Test
    void aProjectIsMadeByPutAndShownByGet() {
        assertEquals(
                """
                202
                berth-deployment: 1
                content-type: application/json
                etag: "1"
                location: /api/v1/deployments/1
                {"id":1,"project":"shop","application":null,"revision":1,"status":"queued","cause":"apply",\
                "actor":"test","created_at":"TIME","finished_at":null,"outcomes":[],"steps":[],"message":""}
                """,
                server.say("PUT", SHOP, ONE));
        server.get(API + "/deployments/1/events");
        server.settled("shop");
        assertEquals(
                """
                200
                content-type: application/json
                etag: "1"
                {"name":"shop","state":"running","revision":1,"deployment":null,"looked_at":"TIME","applications":[\
                {"name":"web","project":"shop","state":"running","health":"healthy","replicas":1,"release":"HEX",\
                "image":"web:1","urls":[],"instances":[{"name":"shop-web-HEX-1","state":"running","health":"healthy",\
                "restarts":0,"exit_code":null,"oom_killed":false,"started_at":"TIME"}],"message":""}]}
                """,
                server.say("GET", SHOP));
    }

    @Test
    void theNameMayComeFromTheTextAlone() {
        assertEquals("202", server.say("PUT", API + "/projects/-", ONE).substring(0, 3));
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong definition","status":422,"detail":"the definition has a mistake",\
                "remedy":"mend what errors names; nothing was changed","errors":[{"severity":"error","path":"project",\
                "file":"project.yml","line":1,"column":1,"what":"the definition is of the project \\"shop\\", but was\
                 sent for \\"blog\\"","remedy":"write  project: blog  or send it for the project that it names"}]}
                """,
                server.say("PUT", API + "/projects/blog", ONE));
    }

    @Test
    void theSameDefinitionAgainIsUnchanged() {
        server.deploy("shop", ONE);
        assertEquals(
                """
                200
                content-type: application/json
                etag: "1"
                {"project":"shop","revision":1,"status":"unchanged","warnings":[],"notices":[]}
                """,
                server.say("PUT", SHOP, ONE));
    }

    @Test
    void jsonIsTakenAsWell() {
        String json = "{\"project\": \"shop\", \"applications\": {\"web\": {\"image\": \"web:1\"}}}";
        assertEquals(
                "202",
                server.say("PUT", SHOP, json, "Content-Type", "application/json")
                        .substring(0, 3));
    }

    @Test
    void aWrongDefinitionChangesNothingAndNamesEveryMistake() {
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong definition","status":422,"detail":"the definition has 2 mistakes",\
                "remedy":"mend what errors names; nothing was changed","errors":[{"severity":"error",\
                "path":"applications.web.port","file":"shop.yml","line":3,"column":29,"what":"port must be a whole\
                 number from 1 to 65535, not \\"x\\"","remedy":"write the port that the application listens on, such as\
                  port: 3000"},{"severity":"error","path":"applications.web.prot","file":"shop.yml","line":3,\
                "column":32,"what":"\\"prot\\" is not a key of an application; did you mean \\"port\\"?",\
                "remedy":"write  port:"}]}
                """,
                server.say(
                        "PUT",
                        SHOP,
                        "project: shop\napplications:\n  web: {image: web:1, port: x, prot: 80}\n",
                        "Berth-File",
                        "shop.yml"));
        assertEquals("404", server.say("GET", SHOP).substring(0, 3));
    }

    @Test
    void peopleReadTheMistakesWithTheirLines() {
        assertEquals(
                """
                422
                berth-exit: 2
                content-type: text/plain;charset=utf-8
                shop.yml:3:25: port must be a whole number from 1 to 65535, not "x"
                  3 |   web: {image: a, port: x}
                    |                         ^
                  fix: write the port that the application listens on, such as  port: 3000
                """,
                server.say(
                        "PUT",
                        SHOP,
                        "project: shop\napplications:\n  web: {image: a, port: x}\n",
                        "Berth-File",
                        "shop.yml",
                        "Accept",
                        "text/plain"));
    }

    @Test
    void filesOfTheSendersMachineAreAskedFor() {
        assertEquals(
                """
                422
                berth-exit: 2
                berth-need: context . Dockerfile
                content-type: application/problem+json
                {"type":"about:blank","title":"Files are missing","status":422,"detail":"the definition names files that\
                 only its author has: .","remedy":"send \\".\\" as tar with PUT /api/v1/projects/shop/applications/web\
                /context, then this again; or use dockerfile_inline","errors":[],"needs":[{"path":".","kind":"context",\
                "dockerfile":"Dockerfile","application":"web"}]}
                """,
                server.say("PUT", SHOP, "project: shop\napplications:\n  web: {build: .}\n"));
        assertEquals(
                """
                422
                berth-exit: 2
                berth-need: env_file .env
                content-type: application/problem+json
                {"type":"about:blank","title":"Files are missing","status":422,"detail":"the definition names files that\
                 only its author has: .env","remedy":"write the lines of \\".env\\" under env","errors":[],"needs":[\
                {"path":".env","kind":"env_file","dockerfile":"","application":""}]}
                """,
                server.say("PUT", SHOP, "project: shop\napplications:\n  web: {image: a, env_file: .env}\n"));
    }

    @Test
    void removingAnApplicationNeedsConsent() {
        server.deploy("shop", ONE + "  tea: {image: tea:1}\n");
        assertEquals(
                """
                409
                berth-consent: tea
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"This would remove applications","status":409,"detail":"the definition of\
                 shop no longer has: tea; they would be removed (their volumes stay)","remedy":"add ?remove=true when\
                 this is meant","errors":[],"removes":["tea"]}
                """,
                server.say("PUT", SHOP, ONE));
        assertEquals("202", server.say("PUT", SHOP + "?remove=true", ONE).substring(0, 3));
    }

    @Test
    void aRevisionThatIsNotTheNewestAnyMoreIsRefused() {
        String one = ONE.replace("}", ", deploy: {monitor: 0s}}");
        server.deploy("shop", one);
        server.deploy("shop", one.replace("web:1", "web:2"));
        String stale =
                """
                412
                berth-exit: 2
                content-type: application/problem+json
                etag: "2"
                {"type":"about:blank","title":"Changed meanwhile","status":412,"detail":"shop is at revision 2 by now:\
                 somebody applied another definition since you looked","remedy":"look at the plan again, then apply",\
                "errors":[]}
                """;
        assertEquals(stale, server.say("PUT", SHOP, one, "If-Match", "\"1\""));
        assertEquals(stale, server.say("DELETE", SHOP, "", "If-Match", "\"1\""));
        assertEquals(
                "422 If-Match must be a revision such as \\\"4\\\", not W/4",
                detail(server.say("PUT", SHOP, one, "If-Match", "W/\"4\"")));
        assertEquals("202", server.say("PUT", SHOP, one, "If-Match", "\"2\"").substring(0, 3));
    }

    @Test
    void aHostThatIsRoutedElsewhereIsAConflictNamingTheOtherProject() {
        server.deploy("blog", "project: blog\napplications:\n  web: {image: a, port: 80, domain: a.localhost}\n");
        server.settled("blog");
        assertEquals(
                """
                409
                berth-exit: 1
                content-type: application/problem+json
                {"type":"about:blank","title":"Conflict","status":409,"detail":"a.localhost is already routed to\
                 blog/web; choose another host or path, or take it from there first","errors":[]}
                """,
                server.say(
                        "PUT",
                        SHOP,
                        "project: shop\napplications:\n  web: {image: a, port: 80, domain: a.localhost}\n"));
    }

    @Test
    void aPlanSaysWhatWouldBeDoneAndChangesNothing() {
        assertEquals(
                """
                200
                berth-changes: 6
                content-type: application/json
                etag: "0"
                {"project":"shop","revision":0,"changes":true,"stages":[{"title":"prepare project","after":[],"steps":[\
                {"step":"create network shop","cause":"new","otherwise":["remove network shop"]}]},{"title":"web",\
                "after":["prepare project"],"steps":[{"step":"pull image web:1","cause":"new","otherwise":[]},{"step":\
                "start shop-web-HEX-1","cause":"new","otherwise":["remove shop-web-HEX-1"]},{"step":"await healthy\
                 shop-web-HEX-1","cause":"before anything relies on it","otherwise":[]},{"step":"accept shop-web-HEX",\
                "cause":"proven healthy","otherwise":[]},{"step":"update shop-web-HEX-1","cause":"proven: the engine may\
                 restart it","otherwise":[]}]}],"warnings":[],"notices":[]}
                """,
                server.say("POST", SHOP + "/plan", ONE));
        assertEquals("404", server.say("GET", SHOP).substring(0, 3));
        server.deploy("shop", ONE);
        assertEquals(
                """
                200
                berth-changes: 0
                content-type: application/json
                etag: "1"
                {"project":"shop","revision":1,"changes":false,"stages":[],"warnings":[],"notices":[]}
                """,
                server.say("POST", SHOP + "/plan", ONE));
    }

    @Test
    void theNewestDefinitionCanBeReadAsItWasSent() {
        String sent = ONE + "# by hand\n";
        server.deploy("shop", sent);
        assertEquals(
                "200\ncontent-type: application/yaml;charset=utf-8\netag: \"1\"\n" + sent,
                server.say("GET", SHOP, "", "Accept", "application/yaml").replace("; charset", ";charset"));
    }

    @Test
    void aProjectWithoutApplicationsIsAProjectToo() {
        server.say("PUT", SHOP, "project: shop\napplications: {}\n");
        assertEquals(
                """
                200
                content-type: application/json
                etag: "1"
                {"name":"shop","state":"stopped","revision":1,"deployment":null,"looked_at":"TIME","applications":[]}
                """,
                server.say("GET", SHOP));
    }

    @Test
    void allProjectsAreListed() {
        assertEquals("200\ncontent-type: application/json\n{\"items\":[],\"next\":null}\n", all());
        server.say("PUT", SHOP, "project: shop\napplications: {}\n");
        server.say("PUT", API + "/projects/blog", "project: blog\napplications: {}\n");
        assertEquals(
                """
                200
                content-type: application/json
                {"items":[{"name":"blog","state":"stopped","revision":1,"deployment":null,"looked_at":"TIME",\
                "applications":[]},{"name":"shop","state":"stopped","revision":1,"deployment":null,"looked_at":"TIME",\
                "applications":[]}],"next":null}
                """,
                all());
    }

    private String all() {
        return server.say("GET", API + "/projects");
    }

    @Test
    void deletingTakesEverythingAwayButTheVolumes() {
        server.deploy("shop", ONE.replace("}", ", volumes: [data:/data]}"));
        assertEquals(
                """
                200
                content-type: application/json
                etag: "1"
                {"project":"shop","applications":["web"],"volumes":["shop_data"],"volumes_go":true}
                """,
                server.say("GET", SHOP + "?preview=delete&volumes=true"));
        assertEquals(
                """
                202
                berth-deployment: 2
                content-type: application/json
                location: /api/v1/deployments/2
                {"id":2,"project":"shop","application":null,"revision":1,"status":"queued","cause":"delete",\
                "actor":"test","created_at":"TIME","finished_at":null,"outcomes":[],"steps":[],"message":""}
                """,
                server.say("DELETE", SHOP));
        server.get(API + "/deployments/2/events");
        assertEquals(
                """
                404
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Not found","status":404,"detail":"there is no project shop",\
                "remedy":"look at what there is with  berth ls","errors":[]}
                """,
                server.say("GET", SHOP));
        assertEquals("404", server.say("DELETE", SHOP).substring(0, 3));
    }

    @Test
    void whatFailsIsShownWithItsReason() {
        server.engine.script("web:1", Script.exits(3, "no database here"));
        server.deploy("shop", ONE);
        server.settled("shop");
        assertEquals(
                """
                200
                content-type: application/json
                etag: "1"
                {"name":"shop","state":"failed","revision":1,"deployment":null,"looked_at":"TIME","applications":[\
                {"name":"web","project":"shop","state":"failed","health":"unknown","replicas":1,"release":null,\
                "image":"web:1","urls":[],"instances":[],"message":"deployment 1 failed: shop-web-HEX-1 ended with exit\
                 code 3; mend what its last lines say and apply again; its last lines:\\n  | no database here\\nnothing of\
                 it runs"}]}
                """,
                server.say("GET", SHOP));
    }

    @Test
    void aJobThatIsDoneIsWholeAndNotOfUnknownHealth() {
        server.engine.script("job:1", Script.exits(0, "migrated"));
        server.deploy("shop", "project: shop\napplications:\n  migrate: {image: \"job:1\", job: true}\n");
        server.settled("shop");
        String status = server.say("GET", SHOP, "", "Accept", "text/plain");
        assertTrue(status.contains("migrate      completed  -       1/1  "), status);
        String one = server.say("GET", SHOP + "/applications/migrate", "", "Accept", "text/plain");
        assertTrue(one.contains("  state      completed\n"), one);
        assertTrue(one.matches("(?s).* exited +- .*"), one);
    }

    @Test
    void whatChangedOfAStoppedApplicationIsSaidToWait() {
        server.deploy("shop", ONE);
        server.ended(server.send(server.request(WEB + "/stop").POST(BodyPublishers.noBody())));
        String changed = ONE.replace("web:1", "web:2");
        String notice = "web is stopped; what changed waits for  berth start shop/web";
        String json = "\"notices\":[\"" + notice + "\"]";
        String planned = server.say("POST", SHOP + "/plan", changed);
        assertTrue(planned.contains("\"changes\":false") && planned.contains(json), planned);
        String shown = server.say("POST", SHOP + "/plan", changed, "Accept", "text/plain");
        assertTrue(shown.endsWith("shop: nothing to do\nnotice: " + notice + "\n"), shown);
        String applied = server.say("PUT", SHOP, changed);
        assertTrue(applied.startsWith("200") && applied.contains(json), applied);
        String begun = server.say("PUT", SHOP, changed + "  tea: {image: tea:1}\n");
        assertTrue(begun.startsWith("202") && begun.contains(json), begun);
    }

    private static String detail(String answer) {
        return answer.substring(0, 3) + " " + answer.replaceAll("(?s).*\"detail\":\"(([^\"\\\\]|\\\\.)*)\".*", "$1");
    }
}
