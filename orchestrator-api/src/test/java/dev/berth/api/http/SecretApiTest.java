package dev.berth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SecretApiTest extends ApiCase {
    private static final String ALL = SHOP + "/secrets";

    private static String wrong(String detail, String remedy) {
        return """
                422
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Wrong request","status":422,"detail":"DETAIL","remedy":"REMEDY","errors":[]}
                """
                .replace("DETAIL", detail)
                .replace("REMEDY", remedy);
    }

    @Test
    void aValueIsTakenAndNeverShown() {
        assertEquals("204\n", server.say("PUT", ALL + "/KEY", "hunter2"));
        assertEquals("204\n", server.say("PUT", ALL + "/KEY", "hunter3"));
        assertEquals("204\n", server.say("PUT", ALL + "/KEY", "hunter3"));
        assertEquals(
                "200\ncontent-type: application/json\n{\"items\":[{\"name\":\"KEY\",\"version\":2}],\"next\":null}\n",
                server.say("GET", ALL));
        assertEquals("405", server.say("GET", ALL + "/KEY").substring(0, 3));
    }

    @Test
    void aDefinitionUsesItByItsName() {
        String web = "{\"name\": \"web\", \"image\": \"nginx\", \"env\": {\"A\": \"${{secret.KEY}}\"}}";
        assertEquals("422", server.say("POST", SHOP + "/applications", web).substring(0, 3));
        server.say("PUT", ALL + "/KEY", "hunter2");
        assertEquals("201", server.say("POST", SHOP + "/applications", web).substring(0, 3));
    }

    @Test
    void aForgottenOneIsGone() {
        server.say("PUT", ALL + "/KEY", "hunter2");
        assertEquals("204\n", server.say("DELETE", ALL + "/KEY"));
        assertEquals(
                """
                404
                berth-exit: 2
                content-type: application/problem+json
                {"type":"about:blank","title":"Not found","status":404,"detail":"there is no secret KEY of shop",\
                "remedy":"look at what there is with  berth secret ls shop","errors":[]}
                """,
                server.say("DELETE", ALL + "/KEY"));
        assertEquals("200\ncontent-type: application/json\n{\"items\":[],\"next\":null}\n", server.say("GET", ALL));
    }

    @Test
    void berthsOwnProjectTakesNone() {
        assertEquals(
                wrong(
                        "proxy is Berth's own project and uses no secret",
                        "name the project whose definition says ${{secret.NAME}}"),
                server.say("PUT", API + "/projects/proxy/secrets/KEY", "hunter2"));
    }

    @Test
    void whatNoEnvironmentCanHoldIsRefused() {
        assertEquals(
                wrong("the body is empty", "send the value itself, byte for byte, such as  curl --data-binary @-"),
                server.say("PUT", ALL + "/KEY", ""));
        assertEquals(
                wrong("the value has a zero byte, which no environment can hold", "encode it, such as in base64"),
                server.say("PUT", ALL + "/KEY", "a\0b"));
        assertEquals(
                "413", server.say("PUT", ALL + "/KEY", "x".repeat(65 * 1024)).substring(0, 3));
        assertEquals(
                wrong(
                        "a secret's name is 1 to 64 letters, digits, _ . - and begins with a letter or _, not \\\"1 KEY\\\"",
                        "use another name"),
                server.say("PUT", ALL + "/1%20KEY", "x"));
    }
}
