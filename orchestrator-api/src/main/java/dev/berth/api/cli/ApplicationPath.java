package dev.berth.api.cli;

/** A {@code PROJECT/APP} as the user wrote it. */
record ApplicationPath(String project, String application) {
    /** @throws CommandFailure when it is not of that form */
    static ApplicationPath of(Verb verb, String text) {
        int slash = text.indexOf('/');
        if (slash > 0 && slash < text.length() - 1 && text.indexOf('/', slash + 1) < 0) {
            return new ApplicationPath(text.substring(0, slash), text.substring(slash + 1));
        }
        String hint = slash < 0 ? ", such as " + text + "/web; berth status " + text + " lists them" : "";
        throw CommandFailure.input("berth " + verb.text() + " needs PROJECT/APP, not \"" + text + "\"" + hint);
    }

    /** Of the API, such as {@code /api/v1/projects/shop/applications/web}. */
    String url() {
        return projectUrl(project) + "/applications/" + PercentEncoding.encode(application);
    }

    /** @throws CommandFailure when an application is named where a project is meant */
    static String projectUrl(Verb verb, String project) {
        if (project.indexOf('/') >= 0) {
            String described = verb == Verb.STATUS ? "; for one application: berth describe " + project : "";
            throw CommandFailure.input(
                    "berth " + verb.text() + " needs a PROJECT, not \"" + project + "\"" + described);
        }
        return projectUrl(project);
    }

    private static String projectUrl(String project) {
        return "/api/v1/projects/" + PercentEncoding.encode(project);
    }
}
