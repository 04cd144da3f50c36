//! Passwords: from a command, a private file, or a systemd credential.
