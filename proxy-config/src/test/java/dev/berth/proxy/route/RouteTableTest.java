package dev.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private final RouteTable table = RouteTable.empty()
            .with("shop", List.of(route("shop", "web", 0, "shop.example", "/")))
            .with("blog", List.of(route("blog", "web", 0, "blog.example", "/")));

    @Test
    void anAddressOfAnotherOwnerIsAConflict() {
        assertEquals(
                "[shop.example is already routed to shop/web]",
                table.conflicts("blog", List.of(route("blog", "web", 0, "Shop.Example.", "/")))
                        .toString());
    }

    @Test
    void anAddressThatStandsTwiceInOneOwnerIsAConflict() {
        List<Route> twice =
                List.of(route("new", "web", 0, "new.example", "/a/"), route("new", "api", 0, "new.example", "/a"));
        assertEquals(
                "[new.example/a is already routed to new/api]",
                table.conflicts("new", twice).toString());
    }

    @Test
    void anotherPathOrTheOwnersOwnAddressIsNone() {
        assertEquals(
                "[]",
                table.conflicts(
                                "shop",
                                List.of(
                                        route("shop", "web", 0, "shop.example", "/"),
                                        route("shop", "api", 0, "blog.example", "/api"),
                                        route("shop", "any", 0, "*.example", "/")))
                        .toString());
    }

    @Test
    void anOwnerIsReplacedOrRemovedWhole() {
        RouteTable replaced = table.with("shop", List.of(route("shop", "api", 0, "api.example", "/")));
        assertEquals("[blog_web_0, shop_api_0]", names(replaced));
        assertEquals("[blog_web_0]", names(replaced.without("shop")));
        assertEquals("[blog_web_0, shop_web_0]", names(table));
        assertEquals(List.of(), table.of("unknown"));
    }

    @Test
    void aRouteOfAnotherOwnerIsRefused() {
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> table.with("shop", List.of(route("blog", "web", 0, "x.example", "/"))));
        assertEquals("route blog_web_0 is not one of shop", failure.getMessage());
    }

    private static String names(RouteTable table) {
        return table.all().stream().map(Route::name).toList().toString();
    }

    private static Route route(String owner, String application, int index, String host, String path) {
        return Route.of(
                new RouteName(owner, application, index),
                Address.of(host, path),
                List.of(Upstream.of(application + "." + owner, 80)));
    }
}
