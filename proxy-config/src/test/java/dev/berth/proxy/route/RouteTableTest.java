package dev.berth.proxy.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final RouteName SHOP = new RouteName("shop", "web", 0);
    private static final RouteName BLOG = new RouteName("blog", "web", 0);

    private final RouteTable table = RouteTable.empty()
            .with(SHOP, Address.of("shop.example", "/"))
            .with(BLOG, Address.of("blog.example", "/a/"));

    private String conflict(RouteName claimant, String host, String path) {
        return table.conflict(claimant, Address.of(host, path))
                .map(RouteConflict::toString)
                .orElse("none");
    }

    @Test
    void anAddressOfAnotherRouteIsAConflictHoweverItIsWritten() {
        assertEquals("shop.example is already routed to shop/web", conflict(BLOG, "Shop.Example.", "/"));
        assertEquals("blog.example/a is already routed to blog/web", conflict(SHOP, "blog.example", "/a"));
    }

    @Test
    void anotherPathAnotherHostAndTheRoutesOwnAddressAreNone() {
        assertEquals("none", conflict(SHOP, "shop.example", "/"));
        assertEquals("none", conflict(SHOP, "blog.example", "/"));
        assertEquals("none", conflict(SHOP, "*.example", "/a"));
    }

    @Test
    void anAddressBelongsToTheFirstThatTookIt() {
        RouteTable later = table.with(BLOG, Address.of("shop.example", "/"));
        assertEquals(table, later);
    }
}
