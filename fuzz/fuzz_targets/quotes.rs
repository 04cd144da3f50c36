//! Any text below a subject of its own, a reply's and a forward's: what was
//! quoted, passed on, signed or printed small.
#![no_main]

use libfuzzer_sys::fuzz_target;

const SUBJECTS: [&str; 3] = ["Your application", "AW: x", "Fwd: x"];
const PLAIN: &str = "text/plain; charset=utf-8";
const FLOWED: &str = "text/plain; charset=utf-8; format=flowed; delsp=yes";

fuzz_target!(|text: &str| {
    for subject in SUBJECTS {
        for kind in [PLAIN, FLOWED] {
            let mail = format!("Subject: {subject}\r\nContent-Type: {kind}\r\n\r\n{text}");
            afterword_fuzz::read(&afterword_fuzz::raw(mail.into_bytes()));
        }
    }
});
