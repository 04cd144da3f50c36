//! Any text as the HTML part of a mail.
#![no_main]

use libfuzzer_sys::fuzz_target;

const HEAD: &str = "Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";

fuzz_target!(|html: &str| {
    afterword_fuzz::read(&afterword_fuzz::raw(format!("{HEAD}{html}").into_bytes()));
});
