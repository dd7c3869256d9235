ALTER TABLE accepted ADD COLUMN deployment INTEGER NOT NULL DEFAULT 0;

ALTER TABLE accepted ADD COLUMN rolled_back INTEGER NOT NULL DEFAULT 0;

UPDATE accepted SET deployment = coalesce(
    (SELECT max(deployment.id) FROM deployment
        WHERE deployment.project = accepted.project
            AND deployment.revision = accepted.revision
            AND deployment.created_at <= accepted.at),
    0);

CREATE TABLE earlier (
    project TEXT NOT NULL,
    application TEXT NOT NULL,
    deployment INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    image TEXT NOT NULL,
    image_id TEXT NOT NULL,
    at TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (project, application, deployment)
) STRICT, WITHOUT ROWID;
