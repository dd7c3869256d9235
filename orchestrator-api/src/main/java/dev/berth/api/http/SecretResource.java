package dev.berth.api.http;

import dev.berth.api.view.ListView;
import dev.berth.api.view.SecretView;
import dev.berth.core.project.ProjectName;
import dev.berth.core.release.Secret;
import dev.berth.core.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Secrets of a project: their names are shown, their values only taken. */
final class SecretResource implements Resource {
    private static final String ALL = ApiRoute.PREFIX + "/projects/{p}/secrets";
    private static final String ONE = ALL + "/{name}";
    private static final int LARGEST = 64 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    private final Store store;

    SecretResource(Store store) {
        this.store = store;
    }

    @Override
    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(ALL, "Names of the project's secrets", this::list).givesList(SecretView.class),
                ApiRoute.of("PUT", ONE, Access.DEPLOY, "Sets a secret; apply makes it take effect", 204, this::set)
                        .takes(Body.SECRET),
                ApiRoute.of("DELETE", ONE, Access.DEPLOY, "Forgets a secret with all its versions", 204, this::remove));
    }

    private void list(Exchange exchange) {
        List<SecretView> secrets = store.secrets().names(exchange.project()).entrySet().stream()
                .map(e -> new SecretView(e.getKey(), e.getValue()))
                .toList();
        exchange.answer(
                200,
                ListView.of(secrets),
                style -> secrets.isEmpty()
                        ? "No secret of " + exchange.project() + ".\n"
                        : secrets.stream().map(s -> s.name() + "\n").collect(Collectors.joining()));
    }

    private void set(Exchange exchange) throws IOException {
        ProjectName project = exchange.project();
        if (project.equals(ProjectName.PROXY)) {
            throw ApiException.wrong(
                    "proxy is Berth's own project and uses no secret",
                    "name the project whose definition says ${{secret.NAME}}");
        }
        String name = exchange.path("name");
        if (!NAME.matcher(name).matches()) {
            throw ApiException.wrong(
                    "a secret's name is 1 to 64 letters, digits, _ . - and begins with a letter or _, not \"" + name
                            + "\"",
                    "use another name");
        }
        long version = store.secrets().set(project, name, Secret.of(value(exchange)));
        store.audit().add(exchange.caller().name(), "secret set", project + " " + name, "version " + version);
        exchange.context().status(204);
    }

    private static String value(Exchange exchange) throws IOException {
        String value = exchange.body(LARGEST);
        if (value.isEmpty()) {
            throw ApiException.wrong(
                    "the body is empty", "send the value itself, byte for byte, such as  curl --data-binary @-");
        }
        if (value.indexOf('\0') >= 0) {
            throw ApiException.wrong(
                    "the value has a zero byte, which no environment can hold", "encode it, such as in base64");
        }
        return value;
    }

    private void remove(Exchange exchange) {
        ProjectName project = exchange.project();
        String name = exchange.path("name");
        if (!store.secrets().remove(project, name)) {
            throw ApiException.unknown("secret " + name + " of " + project, "berth secret ls " + project);
        }
        store.audit().add(exchange.caller().name(), "secret rm", project + " " + name, "forgotten");
        exchange.context().status(204);
    }
}
