//! What was decided and done, in SQLite, so that nothing is done twice.
