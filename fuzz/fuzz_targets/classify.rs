//! Any bytes as a mail, judged and understood.
#![no_main]

use std::sync::LazyLock;

use afterword::classify::{Phrasebook, classify};
use afterword::mail::{AddrSpec, Identity};
use afterword::understand::understand;
use libfuzzer_sys::fuzz_target;

static BOOK: LazyLock<Phrasebook> = LazyLock::new(Phrasebook::embedded);
static ME: LazyLock<Identity> = LazyLock::new(|| Identity {
    name: "Dana Whitfield".to_owned(),
    address: AddrSpec::new("dana@example.com").expect("an address"),
    aliases: Vec::new(),
    phone: None,
});

fuzz_target!(|bytes: Vec<u8>| {
    let message = afterword_fuzz::read(&afterword_fuzz::raw(bytes));
    for me in [None, Some(&*ME)] {
        let judgement = classify(&BOOK, &message, me);
        afterword_fuzz::explained(&message, &judgement);
        let _ = understand(&message, &judgement, me);
    }
});
