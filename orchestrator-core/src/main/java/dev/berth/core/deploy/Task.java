package dev.berth.core.deploy;

import dev.berth.core.project.ApplicationName;
import java.util.Optional;

/** What a user ordered of a project; written down with its deployment, so that it outlives the daemon. */
public sealed interface Task {
    /** In one word, for people. */
    String cause();

    /** The application it is for; empty: the whole project. */
    Optional<ApplicationName> application();

    /** Whether {@code earlier}, still waiting, needs not be done any more once this one is. */
    default boolean covers(Task earlier) {
        return false;
    }

    /**
     * Tries the newest revision of the whole project.
     *
     * @param application the one whose definition was sent, if it was only one
     */
    record Apply(Optional<ApplicationName> application, boolean lookAgain) implements Task {
        @Override
        public String cause() {
            return "apply";
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier instanceof Apply apply && (lookAgain || !apply.lookAgain)
                    || earlier instanceof Stop
                    || earlier instanceof Start
                    || earlier instanceof Scale
                    || earlier instanceof Rollback;
        }
    }

    /** Tries one application of the newest revision, looking again at its image. */
    record Deploy(ApplicationName name) implements Task {
        @Override
        public String cause() {
            return "deploy";
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.of(name);
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier.equals(this)
                    || earlier instanceof Rollback && earlier.application().equals(application());
        }
    }

    /**
     * Tries an earlier release of one application.
     *
     * @param to the deployment that accepted it then
     */
    record Rollback(ApplicationName name, long to) implements Task {
        @Override
        public String cause() {
            return "rollback to " + to;
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.of(name);
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier.application().equals(application())
                    && (earlier instanceof Rollback || earlier instanceof Deploy || earlier instanceof Restart);
        }
    }

    /** Gives every instance's place to a new one of the same release. */
    record Restart(ApplicationName name) implements Task {
        @Override
        public String cause() {
            return "restart";
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.of(name);
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier.equals(this);
        }
    }

    /** Brings about that no instance runs; the wish itself is stored apart. */
    record Stop(ApplicationName name) implements Task {
        @Override
        public String cause() {
            return "stop";
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.of(name);
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier.application().equals(application())
                    && (earlier instanceof Stop
                            || earlier instanceof Start
                            || earlier instanceof Restart
                            || earlier instanceof Scale);
        }
    }

    /**
     * Brings about that instances run again.
     *
     * @param wasStopped whether it was to stay stopped before: then it is again when this does not come about
     */
    record Start(ApplicationName name, boolean wasStopped) implements Task {
        @Override
        public String cause() {
            return "start";
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.of(name);
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier.application().equals(application())
                    && (earlier instanceof Stop || earlier instanceof Start || earlier instanceof Scale);
        }
    }

    /**
     * Brings about another number of instances.
     *
     * @param before the number that was wished for before, and is again when this does not come about; 0: as defined
     * @param declaredBefore what the definition said when that was wished
     */
    record Scale(ApplicationName name, int replicas, int before, int declaredBefore) implements Task {
        @Override
        public String cause() {
            return "scale to " + replicas;
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.of(name);
        }

        @Override
        public boolean covers(Task earlier) {
            return earlier instanceof Scale && earlier.application().equals(application());
        }
    }

    /** Takes the whole project away. */
    record Remove(boolean volumes) implements Task {
        @Override
        public String cause() {
            return volumes ? "delete with volumes" : "delete";
        }

        @Override
        public Optional<ApplicationName> application() {
            return Optional.empty();
        }

        @Override
        public boolean covers(Task earlier) {
            return !(earlier instanceof Remove remove) || volumes || !remove.volumes;
        }
    }
}
