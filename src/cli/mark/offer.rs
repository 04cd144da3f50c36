//! What the user may add to the settings, so that the next such mail is judged
//! rightly. It is printed and never written.

use std::sync::Arc;

use anstream::println;

use super::super::style::{FAINT, PLAIN, printable};
use crate::case::{Mark, Offer, Rules, Sender, judge, suggest};
use crate::classify::{Phrasebook, Verdict, classify_in_full};
use crate::config::Config;
use crate::daemon;
use crate::mail::Message;
use crate::understand::understand;

/// Prints what would help, unless the phrases agree with the user already.
pub(super) fn print(mark: Mark, message: &Message, rules: &Rules, config: Option<&Config>) {
    let now = judge(rules, message).verdict;
    if agrees(mark, now) {
        println!("the phrases judge it so by themselves: nothing need be added");
        return;
    }
    let me = rules.me.as_ref();
    let judgement = classify_in_full(&rules.book, message, me);
    let application = understand(message, &judgement, me);
    let offer = suggest(mark, message, &judgement, &application, me);
    let verdict = offer
        .as_ref()
        .and_then(|offer| verdict_with(offer, message, rules, config));
    if let (Some(offer), Some(verdict)) = (&offer, verdict) {
        print_phrase(offer, mark, verdict, config);
    }
    let sender = match mark {
        Mark::Rejection => None,
        Mark::NotRejection => message.from.as_ref(),
    };
    if let Some(sender) = sender {
        print_sender(Sender::Address(sender.spec.clone()), config);
    }
    if verdict.is_some() || sender.is_some() {
        println!();
        println!("{FAINT}nothing of this was written{PLAIN}");
    }
}

fn agrees(mark: Mark, verdict: Verdict) -> bool {
    match mark {
        Mark::Rejection => verdict == Verdict::Rejection,
        Mark::NotRejection => verdict == Verdict::Other,
    }
}

/// The verdict once the user had taken up the offer; `None` where the packs
/// cannot be read any more.
fn verdict_with(
    offer: &Offer,
    message: &Message,
    rules: &Rules,
    config: Option<&Config>,
) -> Option<Verdict> {
    let mut packs = Vec::new();
    for file in config.map(|config| &config.phrases).into_iter().flatten() {
        packs.push((file.display().to_string(), daemon::read_text(file).ok()?));
    }
    packs.push(("offer".to_owned(), offer.to_pack()));
    let book = Arc::new(Phrasebook::with_extra(&packs).ok()?);
    let with = Rules {
        book,
        ..rules.clone()
    };
    Some(judge(&with, message).verdict)
}

fn print_phrase(offer: &Offer, mark: Mark, verdict: Verdict, config: Option<&Config>) {
    println!();
    println!("to have the next mail like it judged so, you may add to a pack of yours");
    println!(
        "({}; make the phrase as short as it can be):",
        printable(&packs(config))
    );
    println!();
    println!("{}", printable(&offer.to_pack()));
    let verdict = match verdict {
        Verdict::Rejection => "a rejection",
        Verdict::Unsure => "unsure",
        Verdict::Other => "no rejection",
    };
    match agrees_in_words(mark) == verdict {
        true => println!("with it, this mail is judged {verdict}"),
        false => println!("with it alone, this mail is still judged {verdict}"),
    }
}

fn agrees_in_words(mark: Mark) -> &'static str {
    match mark {
        Mark::Rejection => "a rejection",
        Mark::NotRejection => "no rejection",
    }
}

/// Where the user's packs are named.
fn packs(config: Option<&Config>) -> String {
    let files = config.map(|config| config.phrases.as_slice());
    match (config, files.unwrap_or_default()) {
        (Some(_), [first, ..]) => format!("such as {}", first.display()),
        (Some(config), []) => format!(
            "a new file, named as `phrases` in the [draft] section of {}.toml",
            config.name
        ),
        (None, _) => "a file that `phrases` in [draft] of your settings names".to_owned(),
    }
}

fn print_sender(sender: Sender, config: Option<&Config>) {
    let mut senders = config.map_or_else(Vec::new, |config| config.watch.ignore_senders.clone());
    senders.push(sender);
    let listed: Vec<String> = senders.iter().map(|one| format!("\"{one}\"")).collect();
    println!();
    println!("or, where nothing from this sender is ever a rejection, to the [watch] section:");
    println!();
    println!("ignore_senders = [{}]", printable(&listed.join(", ")));
}
