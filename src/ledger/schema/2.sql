-- What the user has said of single mails. It holds for mail that the ledger
-- has no case of as well, so it is a table of its own.
CREATE TABLE marks (
    account   TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    mark      TEXT    NOT NULL CHECK (mark IN ('rejection', 'not-rejection')),
    marked_at INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

-- What was decided of late, for counting.
CREATE INDEX events_by_time ON events (at);
