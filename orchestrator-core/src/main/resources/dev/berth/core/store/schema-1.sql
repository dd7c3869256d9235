CREATE TABLE identity (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
    project TEXT NOT NULL,
    number INTEGER NOT NULL,
    file TEXT NOT NULL,
    text TEXT NOT NULL,
    uploads TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (project, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE accepted (
    project TEXT NOT NULL,
    application TEXT NOT NULL,
    revision INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    image TEXT NOT NULL,
    image_id TEXT NOT NULL,
    at TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (project, application)
) STRICT, WITHOUT ROWID;

CREATE TABLE wish (
    project TEXT NOT NULL,
    application TEXT NOT NULL,
    stopped INTEGER NOT NULL,
    replicas INTEGER,
    declared INTEGER,
    PRIMARY KEY (project, application)
) STRICT, WITHOUT ROWID;

CREATE TABLE deployment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project TEXT NOT NULL,
    application TEXT,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL,
    cause TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    outcomes TEXT NOT NULL,
    message TEXT NOT NULL,
    task TEXT NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;

CREATE INDEX deployment_project ON deployment (project, id);

CREATE TABLE event (
    deployment INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    stage TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (deployment, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE generation (
    project TEXT NOT NULL,
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    image_id TEXT NOT NULL,
    PRIMARY KEY (project, reference)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (project, name, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    name TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    project TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_context (
    project TEXT NOT NULL,
    application TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (project, application)
) STRICT, WITHOUT ROWID;

CREATE TABLE ended_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project TEXT NOT NULL,
    application TEXT NOT NULL,
    instance TEXT NOT NULL,
    deployment INTEGER,
    cause TEXT NOT NULL,
    at TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX ended_log_application ON ended_log (project, application, id);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;

CREATE TABLE occurrence (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    project TEXT,
    application TEXT,
    deployment INTEGER,
    message TEXT NOT NULL
) STRICT;
