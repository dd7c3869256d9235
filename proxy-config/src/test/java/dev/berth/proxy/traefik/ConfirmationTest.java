package dev.berth.proxy.traefik;

import static dev.berth.proxy.traefik.Routes.web;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

    private static final String TELLS = "; see its log: one file that it cannot read holds up every change";
    private static final String ROUTER = "{\"entryPoints\":[\"web\"],\"service\":\"shop_web_0\",\"rule\":"
            + "\"Host(`a.example`)\",\"priority\":100010,\"status\":\"enabled\",\"name\":\"shop_web_0@file\"}";
    private static final String SERVICE = "{\"loadBalancer\":{\"servers\":[{\"url\":\"http://web.shop:80\"}],"
            + "\"strategy\":\"wrr\",\"passHostHeader\":true,\"serversTransport\":\"shop_web_transport@file\"},"
            + "\"status\":\"enabled\",\"name\":\"shop_web_0@file\"}";

    private final Confirmation confirmation = new Confirmation(
            "shop_web_", RouteTranslation.translate(List.of(web("a.example", "/", "web.shop:80"))), false);

    @Test
    void whatTraefikShowsAsItShouldBeIsConfirmed() {
        assertEquals("confirmed", missing(List.of(ROUTER), List.of(SERVICE)));
    }

    @Test
    void whatIsNotThereYetIsAwaited() {
        assertEquals(
                "NOT_TAKEN_UP Traefik does not have router shop_web_0 yet" + TELLS,
                missing(List.of(), List.of(SERVICE)));
    }

    @Test
    void whatShouldBeGoneIsAwaited() {
        String old = ROUTER.replace("shop_web_0@file", "shop_web_7@file");
        assertEquals(
                "NOT_TAKEN_UP Traefik still has router shop_web_7" + TELLS,
                missing(List.of(ROUTER, old), List.of(SERVICE)));
    }

    @Test
    void anotherServerIsAwaited() {
        String old = SERVICE.replace("web.shop", "old.shop");
        assertEquals(
                "NOT_TAKEN_UP Traefik still has service shop_web_0 as it was" + TELLS,
                missing(List.of(ROUTER), List.of(old)));
    }

    @Test
    void aMiddlewareThatShouldBeGoneFromARouterIsAwaited() {
        String old = ROUTER.replace("{\"entry", "{\"middlewares\":[\"shop_web_0_m0@file\"],\"entry");
        assertEquals(
                "NOT_TAKEN_UP Traefik still has router shop_web_0 as it was" + TELLS,
                missing(List.of(old), List.of(SERVICE)));
    }

    @Test
    void whatIsDisabledIsRefusedWithTraefiksWords() {
        String refused = ROUTER.replace("\"enabled\"", "\"disabled\",\"error\":[\"no such thing\",\"nor that\"]");
        assertEquals(
                "REFUSED Traefik refuses router shop_web_0: no such thing; nor that; mend that route's definition, "
                        + "other routes are not affected",
                missing(List.of(refused), List.of(SERVICE)));
    }

    @Test
    void aWarningServesNevertheless() {
        String warning = ROUTER.replace("\"enabled\"", "\"warning\",\"error\":[\"well\"]");
        assertEquals("confirmed", missing(List.of(warning), List.of(SERVICE)));
    }

    private String missing(List<String> routers, List<String> services) {
        return confirmation
                .missing(RunningConfiguration.of(json(routers), List.of(), json(services)))
                .map(failure -> failure.kind() + " " + failure.getMessage())
                .orElse("confirmed");
    }

    private static List<JsonNode> json(List<String> texts) {
        List<JsonNode> nodes = new ArrayList<>();
        for (String text : texts) {
            try {
                nodes.add(new ObjectMapper().readTree(text));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
        return nodes;
    }
}
