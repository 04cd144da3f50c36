-- How far each IMAP mailbox has been read.
CREATE TABLE mailbox_cursor (
    account      TEXT    NOT NULL,
    mailbox      TEXT    NOT NULL,
    uid_validity INTEGER NOT NULL,
    last_uid     INTEGER NOT NULL,
    PRIMARY KEY (account, mailbox)
) STRICT, WITHOUT ROWID;

-- Which files of each Maildir folder have been handled, by their unique names.
CREATE TABLE seen_file (
    account TEXT    NOT NULL,
    mailbox TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (account, mailbox, name)
) STRICT, WITHOUT ROWID;

-- One row a rejection, or mail that may be one.
CREATE TABLE cases (
    id                  INTEGER PRIMARY KEY,
    account             TEXT    NOT NULL,
    key                 TEXT    NOT NULL,
    state               TEXT    NOT NULL
        CHECK (state IN ('queued', 'intended', 'filed', 'skipped', 'unsure')),
    skip                TEXT,
    original            TEXT,
    source_mailbox      TEXT,
    source_uid_validity INTEGER,
    source_uid          INTEGER,
    source_path         TEXT,
    received            INTEGER NOT NULL,
    window_ends         INTEGER,
    due                 INTEGER,
    language            TEXT,
    stage               TEXT,
    company             TEXT,
    role                TEXT,
    contact_name        TEXT,
    contact_address     TEXT,
    score               REAL    NOT NULL,
    reasons             TEXT    NOT NULL,
    evidence            TEXT    NOT NULL,
    draft_message_id    TEXT,
    draft               BLOB,
    attempts            INTEGER NOT NULL DEFAULT 0,
    retry_at            INTEGER,
    last_error          TEXT,
    opened_at           INTEGER NOT NULL,
    changed_at          INTEGER NOT NULL,
    filed_at            INTEGER,
    filed_mailbox       TEXT,
    filed_uid_validity  INTEGER,
    filed_uid           INTEGER,
    filed_how           TEXT,
    UNIQUE (account, key),
    CHECK ((state = 'skipped') = (skip IS NOT NULL)),
    CHECK ((state = 'filed') = (filed_at IS NOT NULL)),
    -- The text of a draft is kept as long as it waits, and no longer.
    CHECK ((state IN ('queued', 'intended')) = (draft IS NOT NULL)),
    CHECK (state NOT IN ('queued', 'intended')
        OR (due IS NOT NULL AND window_ends IS NOT NULL AND draft_message_id IS NOT NULL))
) STRICT;

-- What waits, nearest deadline first.
CREATE INDEX cases_waiting ON cases (account, window_ends, due)
    WHERE state IN ('queued', 'intended');

-- What happened, in order. Rows are only ever added.
CREATE TABLE events (
    id                  INTEGER PRIMARY KEY,
    at                  INTEGER NOT NULL,
    account             TEXT    NOT NULL,
    case_key            TEXT,
    source_mailbox      TEXT,
    source_uid_validity INTEGER,
    source_uid          INTEGER,
    source_path         TEXT,
    kind                TEXT    NOT NULL,
    detail              TEXT    NOT NULL,
    FOREIGN KEY (account, case_key) REFERENCES cases (account, key)
) STRICT;

CREATE INDEX events_of_case ON events (account, case_key) WHERE case_key IS NOT NULL;

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

CREATE TRIGGER events_never_vanish BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

-- How the last rounds over each mailbox went.
CREATE TABLE health (
    account   TEXT NOT NULL,
    mailbox   TEXT NOT NULL,
    worked_at INTEGER,
    failed_at INTEGER,
    error     TEXT,
    PRIMARY KEY (account, mailbox)
) STRICT, WITHOUT ROWID;
