//! Settings: text, as written, checked. A checked `Config` proves itself valid.
