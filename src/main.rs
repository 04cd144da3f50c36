//! Turns the result of a command into an exit code; the library's map tells the rest.

use std::process::ExitCode;

fn main() -> ExitCode {
    afterword::cli::main()
}
