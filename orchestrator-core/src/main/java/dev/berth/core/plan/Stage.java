package dev.berth.core.plan;

import dev.berth.core.project.ApplicationName;
import dev.berth.core.release.InstanceName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Steps that succeed or are taken back together, in order; one application's, as a rule.
 *
 * @param title the application's name, or {@link #PREPARE}, {@link #PROXY} or {@link #CLEAN_UP}
 * @param after titles of the stages that must have succeeded before
 * @param otherwise what is so when the stage was taken back, such as {@code the old release … still serves}; empty when
 *     there is nothing to say
 * @param accepted what is so when it failed after a step that {@linkplain Action#commits stays done}
 */
public record Stage(String title, SortedSet<String> after, List<Step> steps, String otherwise, String accepted) {
    /** Titles of what concerns the whole project have a space in them, and names of applications have none. */
    public static final String PREPARE = "prepare project";

    public static final String PROXY = "reverse proxy";
    public static final String CLEAN_UP = "clean up";

    /** Of one that accepts, if anything, a new release. */
    public Stage(String title, SortedSet<String> after, List<Step> steps, String otherwise) {
        this(title, after, steps, otherwise, "the new release was accepted and serves");
    }

    public Stage {
        after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
        steps = List.copyOf(steps);
    }

    /** Whether a stage of this title is one application's, whose name it is. */
    public static boolean isApplication(String title) {
        return !title.isEmpty() && title.indexOf(' ') < 0;
    }

    /** Whether it starts an instance. */
    public boolean starts() {
        return steps.stream().anyMatch(s -> s.action() instanceof InstanceAction.StartInstance);
    }

    /** With those steps alone that take away instances of that application. */
    Stage takingAway(ApplicationName application) {
        List<Step> mine = steps.stream()
                .filter(step ->
                        step.action() instanceof InstanceAction.Drain drain && isOf(drain.instance(), application)
                                || step.action() instanceof InstanceAction.StopInstance stop
                                        && isOf(stop.instance(), application)
                                || step.action() instanceof InstanceAction.RemoveInstance remove
                                        && isOf(remove.instance(), application))
                .toList();
        return new Stage(title, after, mine, otherwise, accepted);
    }

    /** Without those steps that end instances of these applications. */
    Stage sparing(Set<String> applications) {
        List<Step> left = steps.stream()
                .filter(step -> !(step.action() instanceof InstanceAction.StopInstance stop
                        && applications.contains(
                                stop.instance().release().application().text())))
                .toList();
        return new Stage(title, after, left, otherwise, accepted);
    }

    private static boolean isOf(InstanceName instance, ApplicationName application) {
        return instance.release().application().equals(application);
    }

    /** Whether it ends well only if an instance does. */
    boolean proves() {
        return steps.stream()
                .anyMatch(s -> s.action() instanceof InstanceAction.AwaitHealthy
                        || s.action() instanceof InstanceAction.AwaitCompleted);
    }

    @Override
    public String toString() {
        int width = steps.stream()
                .mapToInt(s -> s.action().toString().length())
                .max()
                .orElse(0);
        return title + ":\n"
                + steps.stream().map(s -> "  " + aligned(s, width) + "\n").collect(Collectors.joining());
    }

    private static String aligned(Step step, int width) {
        String action = step.action().toString();
        return action + " ".repeat(width - action.length()) + step.toString().substring(action.length());
    }
}
