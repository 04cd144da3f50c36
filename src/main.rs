//! Turns the result of a command into an exit code; see the library's map.

fn main() {}
