//! Small helpers on text.
