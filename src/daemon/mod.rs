//! The watch loop and what keeps it running.
