package dev.berth.api.http;

import dev.berth.core.project.ProjectName;
import dev.berth.core.store.AccessToken;
import java.util.Locale;

/** What a token must be good for, each including the ones before. */
public enum Access {
    /** Needs no token. */
    OPEN,
    READ,
    DEPLOY,
    ADMIN;

    public boolean includes(Access other) {
        return compareTo(other) >= 0;
    }

    /** What it takes in that project: Berth's own carries the traffic of all the others. */
    Access in(String project) {
        return this == DEPLOY && project.equals(ProjectName.PROXY.text()) ? ADMIN : this;
    }

    static Access of(AccessToken.Scope scope) {
        return switch (scope) {
            case READ -> READ;
            case DEPLOY -> DEPLOY;
            case ADMIN -> ADMIN;
        };
    }

    /** The word of a token's scope. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
