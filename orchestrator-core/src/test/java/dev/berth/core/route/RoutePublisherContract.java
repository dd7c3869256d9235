package dev.berth.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.project.Domain;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.InstanceName;
import dev.berth.core.release.ReleaseName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link RoutePublisher} promises, whatever proxy there is. */
public abstract class RoutePublisherContract {
    protected static final ProjectName SHOP = ProjectName.of("shop");
    protected static final ProjectName BLOG = ProjectName.of("blog");
    protected static final ApplicationName WEB = ApplicationName.of("web");
    private static final ApplicationName API = ApplicationName.of("api");

    private RoutePublisher routes;

    /** One that has published nothing yet. */
    protected abstract RoutePublisher publisher();

    /** Somebody deletes what is published of this project. */
    protected abstract void lose(ProjectName project);

    @BeforeEach
    void open() {
        routes = publisher();
    }

    protected static ApplicationRoutes to(ApplicationName application, String host, int... slots) {
        ReleaseName release = new ReleaseName(SHOP, application, "aaaaaaaa");
        return new ApplicationRoutes(
                application,
                host.isEmpty() ? List.of() : List.of(new Domain(host, "/", false, Optional.empty(), false, List.of())),
                8000,
                false,
                true,
                Optional.empty(),
                java.util.Arrays.stream(slots)
                        .mapToObj(slot -> new InstanceName(release, slot))
                        .toList(),
                List.of(),
                Optional.empty());
    }

    private void assertPublished(ProjectName project, ApplicationRoutes... wanted) {
        RouteSnapshot now = routes.observe(project);
        assertEquals(
                java.util.Arrays.stream(wanted)
                        .map(ApplicationRoutes::application)
                        .collect(java.util.stream.Collectors.toSet()),
                now.applications());
        for (ApplicationRoutes one : wanted) {
            assertTrue(now.holds(one), one.toString());
        }
    }

    @Test
    void atFirstNothingIsPublished() {
        assertPublished(SHOP);
        assertFalse(routes.observe(SHOP).holds(to(WEB, "shop.test", 1)));
        assertTrue(routes.observe(SHOP).holds(to(WEB, "", 1)));
    }

    @Test
    void whatIsPublishedReplacesWhatTheApplicationHadAndNoMore() {
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        routes.publish(SHOP, to(API, "api.test", 1));
        routes.publish(BLOG, to(WEB, "blog.test", 1));
        routes.publish(SHOP, to(WEB, "shop.test", 2, 3));
        assertPublished(SHOP, to(WEB, "shop.test", 3, 2), to(API, "api.test", 1));
        assertPublished(BLOG, to(WEB, "blog.test", 1));
        assertFalse(routes.observe(SHOP).holds(to(WEB, "shop.test", 2)));
        assertFalse(routes.observe(SHOP).holds(to(WEB, "other.test", 2, 3)));
    }

    @Test
    void whatIsWithdrawnIsGone() {
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        routes.publish(SHOP, to(API, "api.test", 1));
        routes.withdraw(SHOP, WEB);
        routes.withdraw(SHOP, WEB);
        assertPublished(SHOP, to(API, "api.test", 1));
        routes.withdraw(SHOP, API);
        assertPublished(SHOP);
    }

    @Test
    void noDomainMeansNoRoute() {
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        routes.publish(SHOP, to(WEB, "", 1));
        assertEquals(Set.of(), routes.observe(SHOP).applications());
    }

    @Test
    void anAddressThatAnotherProjectHasIsRefusedAndNothingChanges() {
        routes.publish(BLOG, to(WEB, "blog.test", 1));
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        RouteException refused =
                assertThrows(RouteException.class, () -> routes.publish(SHOP, to(WEB, "blog.test", 2)));
        assertEquals(RouteException.Kind.CONFLICT, refused.kind());
        assertPublished(SHOP, to(WEB, "shop.test", 1));
        assertPublished(BLOG, to(WEB, "blog.test", 1));
        routes.withdraw(BLOG, WEB);
        routes.publish(SHOP, to(WEB, "blog.test", 2));
        assertPublished(SHOP, to(WEB, "blog.test", 2));
    }

    @Test
    void whatIsLostIsSeenAndCanBePublishedAgain() {
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        lose(SHOP);
        assertPublished(SHOP);
        routes.publish(SHOP, to(WEB, "shop.test", 1));
        assertPublished(SHOP, to(WEB, "shop.test", 1));
    }
}
