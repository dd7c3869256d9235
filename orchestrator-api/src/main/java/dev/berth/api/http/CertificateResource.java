package dev.berth.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.view.CertificateText;
import dev.berth.api.view.CertificateView;
import dev.berth.api.view.ListView;
import dev.berth.core.operate.CertificateOrders;
import dev.berth.core.operate.CertificateStatus;
import dev.berth.core.project.ProjectName;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Certificates: how they are, renewed by order, brought by hand. Keys are only taken. */
final class CertificateResource implements Resource {
    private static final String ALL = ApiRoute.PREFIX + "/certificates";
    private static final String ONE = ALL + "/{name}";
    private static final String LIST = "berth certificates";
    private static final String USAGE = "send {\"certificate\": PEM, \"key\": PEM}, the certificate with its chain";
    private static final int LARGEST = 128 * 1024;

    private final CertificateOrders certificates;

    CertificateResource(CertificateOrders certificates) {
        this.certificates = certificates;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ALL, "The certificate of each host name, and how it stands with it", this::list)
                        .givesList(CertificateView.class),
                ApiRoute.post(ONE + "/renew", "Has a certificate renewed now", this::renew)
                        .gives(CertificateView.class),
                ApiRoute.of("PUT", ONE, Access.ADMIN, "Serves a certificate of one's own for a name", 204, this::upload)
                        .takes(Body.CERTIFICATE),
                ApiRoute.of("DELETE", ONE, Access.ADMIN, "Forgets a certificate of one's own", 204, this::remove));
    }

    private void list(Exchange exchange) {
        Optional<ProjectName> only = exchange.caller().project();
        List<CertificateView> views =
                certificates.list(only).stream().map(CertificateView::of).toList();
        exchange.answer(
                200,
                ListView.of(views),
                style -> CertificateText.list(views, certificates.unread(only), certificates.setAside(only), style));
    }

    private void renew(Exchange exchange) {
        Caller caller = exchange.caller();
        CertificateStatus status = certificates
                .renew(exchange.path("name"), caller.project(), caller.name())
                .orElseThrow(() -> unknown(exchange));
        exchange.answer(
                202,
                CertificateView.of(status),
                style -> status.name() + " is being renewed: " + LIST + " shows how it goes\n");
    }

    private void upload(Exchange exchange) throws IOException {
        Caller caller = exchange.caller();
        JsonNode body = body(exchange);
        boolean known = certificates.upload(
                exchange.path("name"),
                caller.project(),
                body.path("certificate").asText(),
                body.path("key").asText(),
                caller.name());
        if (!known) {
            throw unknown(exchange);
        }
        exchange.context().status(204);
    }

    private void remove(Exchange exchange) {
        Caller caller = exchange.caller();
        certificates
                .remove(exchange.path("name"), caller.project(), caller.name())
                .orElseThrow(() -> unknown(exchange));
        exchange.context().status(204);
    }

    /** What is not understood may be a key, and is not quoted. */
    private static JsonNode body(Exchange exchange) throws IOException {
        JsonNode body;
        try {
            body = exchange.json().read(exchange.body(LARGEST));
        } catch (IllegalArgumentException e) {
            throw ApiException.wrong("the body is no JSON", USAGE);
        }
        Set<String> keys = new HashSet<>();
        body.fieldNames().forEachRemaining(keys::add);
        if (!keys.equals(Set.of("certificate", "key"))) {
            throw ApiException.wrong("the body is a JSON object with a certificate and a key, and nothing else", USAGE);
        }
        return body;
    }

    private static ApiException unknown(Exchange exchange) {
        return ApiException.unknown("certificate of " + exchange.path("name"), LIST);
    }
}
