package dev.berth.api.http;

import dev.berth.api.view.AccessText;
import dev.berth.api.view.AuditView;
import dev.berth.api.view.ListView;
import dev.berth.core.store.Audit;
import java.util.List;

/** Who ordered what. */
final class AuditResource implements Resource {
    private static final int MOST = 10_000;

    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get(ApiRoute.PREFIX + "/audit", "Who ordered what, newest first", this::list)
                .by(Access.ADMIN)
                .query("limit", "at most so many (100)")
                .givesList(AuditView.class));
    }

    private void list(Exchange exchange) {
        exchange.requireAllProjects();
        List<AuditView> entries = audit.list(exchange.number("limit", 100, MOST)).stream()
                .map(AuditView::of)
                .toList();
        exchange.answer(200, ListView.of(entries), style -> AccessText.audit(entries, style));
    }
}
