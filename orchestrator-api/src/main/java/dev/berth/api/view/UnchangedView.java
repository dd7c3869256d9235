package dev.berth.api.view;

import java.util.List;

/** That a definition changes nothing, in an answer. @param notices what to know nevertheless */
public record UnchangedView(
        String project, long revision, String status, List<ErrorView> warnings, List<String> notices) {}
