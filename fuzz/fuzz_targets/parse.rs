//! Any bytes as a mail that came whole, and as one that was cut.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: Vec<u8>| {
    let mut raw = afterword_fuzz::raw(bytes);
    let whole = afterword_fuzz::read(&raw);
    raw.size += 1;
    let mut cut = afterword_fuzz::read(&raw);
    cut.parts.truncated = false;
    assert_eq!(whole, cut, "the same bytes read the same");
});
