//! All pieces of all phrases in one automaton. The only file that names it.
//!
//! A phrase begins where a word does, so the automaton is walked from each
//! word's start until no pattern can follow. Most words end that within their
//! first letters; what stands inside of words is never found to be thrown away.
//! The table behind it tells which phrases a pattern belongs to, and which
//! patterns follow one another.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};

use super::pack::{Part, Words};
use super::word::{AsciiWord, End, Heads};

/// Down to which letter of the patterns the automaton's states are tables. Most
/// walks never get deeper.
const DENSE_LETTERS: usize = 2;
/// Begins each pattern, and stands nowhere else: so none is the end of another,
/// and the automaton need not remember which are.
const BEGIN: u8 = 1;

/// The phrases, ready to be looked for. It is built once and never changes.
#[derive(Debug)]
pub(super) struct Patterns {
    automaton: NFA,
    /// The state in which nothing but [`BEGIN`] was read.
    begin: StateID,
    /// How patterns begin.
    heads: Heads,
    /// The length of the longest pattern.
    longest: usize,
    /// Of which patterns the last word may go on somewhere.
    open: Vec<bool>,
    /// Where those of each pattern begin in the three tables below; the last is the end of all.
    bounds: Vec<Bounds>,
    owners: Vec<Spelled>,
    opened: Vec<Chain>,
    follows: Vec<Follow>,
    /// Where those of each chain begin in `chained`; the last is the end of all.
    chains: Vec<u32>,
    chained: Vec<Owner>,
}

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) phrase: u32,
    pub(super) part: u8,
    /// Whether it is the phrase's last part.
    pub(super) last: bool,
    /// Whether the phrase is a decision or an alternative.
    pub(super) decides: bool,
}

/// A part of which the pattern is a whole spelling.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelled {
    pub(super) owner: Owner,
    /// Whether its last word may go on.
    pub(super) open: bool,
}

/// The first pieces of a part, by number: one for all parts that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chain(u32);

/// A chain that is one piece longer than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Follow {
    /// The other, which ends one space before.
    pub(super) before: Chain,
    pub(super) chain: Chain,
    /// Whether its last word may go on.
    pub(super) open: bool,
}

/// What a pattern is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern<'a> {
    /// The parts that it spells.
    pub(super) owners: &'a [Spelled],
    /// The chains that it begins, rising.
    pub(super) opened: &'a [Chain],
    /// The chains that it makes longer, rising.
    pub(super) follows: &'a [Follow],
}

#[derive(Debug, Clone, Copy, Default)]
struct Bounds {
    owners: u32,
    opened: u32,
    follows: u32,
}

impl Patterns {
    /// Whether a pattern may begin with that word or, where there is none, that byte.
    #[inline]
    pub(super) fn may_begin_with(&self, word: Option<&AsciiWord>, byte: u8) -> bool {
        self.heads.may_begin(word, byte)
    }

    /// The length of the longest pattern.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Every pattern that stands at the head of `text`, which must be in normal
    /// form, with its length.
    pub(super) fn at_head<'a>(&'a self, text: &[u8], mut found: impl FnMut(Pattern<'a>, usize)) {
        let mut state = self.begin;
        for (at, byte) in text.iter().enumerate() {
            state = self.automaton.next_state(Anchored::Yes, state, *byte);
            if !self.automaton.is_special(state) {
                continue;
            }
            if self.automaton.is_dead(state) {
                return;
            }
            if !self.automaton.is_match(state) {
                continue;
            }
            let number = self.automaton.match_pattern(state, 0).as_usize();
            // "a" stands at the head of "about" too: one look spares the rest.
            let next = text.get(at + 1).copied().unwrap_or(b' ');
            let goes_on = byte.is_ascii_alphanumeric() && next.is_ascii_alphanumeric();
            if !goes_on || self.open.get(number).is_some_and(|open| *open) {
                found(self.pattern(number), at + 1);
            }
        }
    }

    fn pattern(&self, number: usize) -> Pattern<'_> {
        let bound = |at: usize| self.bounds.get(at).copied().unwrap_or_default();
        let (from, to) = (bound(number), bound(number + 1));
        Pattern {
            owners: stretch(&self.owners, from.owners, to.owners),
            opened: stretch(&self.opened, from.opened, to.opened),
            follows: stretch(&self.follows, from.follows, to.follows),
        }
    }

    /// The parts that end with the last piece of a chain.
    pub(super) fn owners(&self, chain: Chain) -> &[Owner] {
        let bound = |at: usize| self.chains.get(at).copied().unwrap_or_default();
        let at = chain.0 as usize;
        stretch(&self.chained, bound(at), bound(at + 1))
    }

    /// How many bytes of memory all of it takes.
    pub(super) fn memory(&self) -> usize {
        self.automaton.memory_usage()
            + size_of_val(self.open.as_slice())
            + size_of_val(self.bounds.as_slice())
            + size_of_val(self.owners.as_slice())
            + size_of_val(self.opened.as_slice())
            + size_of_val(self.follows.as_slice())
            + size_of_val(self.chains.as_slice())
            + size_of_val(self.chained.as_slice())
    }
}

fn stretch<T>(table: &[T], from: u32, to: u32) -> &[T] {
    table.get(from as usize..to as usize).unwrap_or_default()
}

/// The spellings of a piece by number, and whether the last word of each may go on.
type Numbers = Vec<(u32, bool)>;

/// Collects the parts of phrases.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Each pattern after [`BEGIN`], with its number. A hash map, since a tenth of
    /// the build would else be comparing them; nothing hangs on its order.
    patterns: HashMap<Vec<u8>, u32>,
    owners: Vec<(u32, Spelled)>,
    opened: Vec<(u32, Chain)>,
    follows: Vec<(u32, Follow)>,
    /// Each chain by the one before and the spellings of its last piece.
    chains: BTreeMap<(Option<Chain>, Numbers), Chain>,
    chained: Vec<(Chain, Owner)>,
}

impl Builder {
    /// Adds a part of a phrase.
    pub(super) fn add(&mut self, part: &Part, owner: Owner) {
        if let [piece] = part.as_slice() {
            for (number, open) in self.numbers(piece) {
                self.owners.push((number, Spelled { owner, open }));
            }
            return;
        }
        let mut chain = None;
        for piece in part {
            chain = Some(self.longer(chain, piece));
        }
        self.chained.extend(chain.map(|chain| (chain, owner)));
    }

    fn longer(&mut self, before: Option<Chain>, piece: &[Words]) -> Chain {
        let numbers = self.numbers(piece);
        let next = Chain(count(self.chains.len()));
        let chain = *self.chains.entry((before, numbers.clone())).or_insert(next);
        if chain != next {
            return chain;
        }
        for (number, open) in numbers {
            match before {
                None => self.opened.push((number, chain)),
                Some(before) => {
                    let follow = Follow {
                        before,
                        chain,
                        open,
                    };
                    self.follows.push((number, follow));
                }
            }
        }
        chain
    }

    /// The spellings of a piece, rising.
    fn numbers(&mut self, piece: &[Words]) -> Numbers {
        let mut numbers = Vec::with_capacity(piece.len());
        for words in piece {
            for text in spellings(&words.text) {
                let next = count(self.patterns.len());
                numbers.push((*self.patterns.entry(text).or_insert(next), words.open));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Builds the automaton.
    pub(super) fn build(mut self) -> Patterns {
        self.owners.sort_by_key(|(number, _)| *number);
        self.opened.sort_unstable();
        self.follows.sort_unstable();
        self.chained.sort_by_key(|(chain, _)| *chain);
        let mut texts: Vec<(Vec<u8>, u32)> = self.patterns.into_iter().collect();
        texts.sort_unstable_by_key(|(_, number)| *number);
        let mut heads = Heads::default();
        let without_begin = |number: u32| {
            let text = texts.get(number as usize).map(|(text, _)| text.as_slice());
            text.and_then(|text| text.get(1..)).unwrap_or_default()
        };
        for number in 0..count(texts.len()) {
            heads.add(without_begin(number), End::Closed);
        }
        let spelled = self.owners.iter().map(|(n, spelled)| (*n, spelled.open));
        let follows = self.follows.iter().map(|(n, follow)| (*n, follow.open));
        let mut open = vec![false; texts.len()];
        for (number, _) in spelled.chain(follows).filter(|(_, open)| *open) {
            heads.add(without_begin(number), End::Open);
            if let Some(open) = open.get_mut(number as usize) {
                *open = true;
            }
        }
        let automaton = NFA::builder()
            .match_kind(MatchKind::Standard)
            .dense_depth(DENSE_LETTERS + 1)
            .prefilter(false)
            .build(texts.iter().map(|(text, _)| text))
            .expect("some thousand short phrases stay far below the automaton's limits");
        let start = automaton
            .start_state(Anchored::Yes)
            .expect("this automaton can be walked from any place");
        let owner_bounds = bounds(texts.len(), self.owners.iter().map(|(n, _)| *n));
        let opened_bounds = bounds(texts.len(), self.opened.iter().map(|(n, _)| *n));
        let follow_bounds = bounds(texts.len(), self.follows.iter().map(|(n, _)| *n));
        let bounds_of_pattern = owner_bounds.into_iter().zip(opened_bounds);
        Patterns {
            begin: automaton.next_state(Anchored::Yes, start, BEGIN),
            heads,
            open,
            longest: automaton.max_pattern_len(),
            automaton,
            bounds: bounds_of_pattern
                .zip(follow_bounds)
                .map(|((owners, opened), follows)| Bounds {
                    owners,
                    opened,
                    follows,
                })
                .collect(),
            owners: second(self.owners),
            opened: second(self.opened),
            follows: second(self.follows),
            chains: bounds(self.chains.len(), self.chained.iter().map(|(c, _)| c.0)),
            chained: second(self.chained),
        }
    }
}

/// The ways to write a phrase that the normal form leaves apart.
fn spellings(text: &str) -> impl Iterator<Item = Vec<u8>> {
    let other = if text.contains("can not") {
        Some(text.replace("can not", "cannot"))
    } else if text.contains("cannot") {
        Some(text.replace("cannot", "can not"))
    } else {
        None
    };
    let begun = |text: &str| [&[BEGIN], text.as_bytes()].concat();
    std::iter::once(begun(text)).chain(other.map(|other| begun(&other)))
}

/// Where the entries of each of `numbers` owners begin, and the end of all:
/// `entries` are the owners' numbers, rising.
fn bounds(numbers: usize, entries: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut counts = vec![0_u32; numbers + 1];
    for number in entries {
        if let Some(count) = counts.get_mut(number as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for count in &mut counts {
        sum += *count;
        *count = sum;
    }
    counts
}

fn second<A, B>(pairs: Vec<(A, B)>) -> Vec<B> {
    pairs
        .into_iter()
        .map(|(_, b)| b)
        .collect::<Box<[B]>>()
        .into_vec()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
