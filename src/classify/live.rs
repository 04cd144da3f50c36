//! The pieces of parts that have just been read, found by where they end: what
//! the next word may go on with.

use super::patterns::Chain;

/// Some pieces of a part in a text, after which another may stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Live<'a> {
    /// Where the first piece begins.
    pub(super) start: usize,
    /// The first pieces of which parts they are.
    pub(super) chains: Chains<'a>,
    /// Where the last ends.
    end: usize,
    /// The one added before it with an end in the same slot.
    older: u32,
}

/// Chains that end at the same place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chains<'a> {
    /// One that has grown.
    One(Chain),
    /// Those that a pattern begins.
    Any(&'a [Chain]),
}

impl Chains<'_> {
    /// All of them.
    pub(super) fn as_slice(&self) -> &[Chain] {
        match self {
            Self::One(chain) => std::slice::from_ref(chain),
            Self::Any(chains) => chains,
        }
    }
}

/// Those of a text that the words to come may still follow, in the order of the
/// words with which they end. Each has a number, rising from 1.
#[derive(Debug)]
pub(super) struct Lives<'a> {
    all: Vec<Live<'a>>,
    /// The number before that of the first in `all`.
    gone: u32,
    /// Where the last of them ends.
    last_end: usize,
    /// The number of the newest by the last bits of its end; more slots than a
    /// pattern has letters, so that ends yet to come keep apart.
    newest: Vec<u32>,
}

impl<'a> Lives<'a> {
    /// None yet; no pattern is longer than `longest`.
    pub(super) fn new(longest: usize) -> Self {
        Self {
            all: Vec::new(),
            gone: 0,
            last_end: 0,
            newest: vec![0; (longest + 2).next_power_of_two()],
        }
    }

    /// Takes note of pieces from `start` to `end`, of which the last begins at `last`.
    pub(super) fn add(&mut self, (start, last, end): (usize, usize, usize), chains: Chains<'a>) {
        if last > self.last_end + 1 {
            self.gone += u32::try_from(self.all.len()).unwrap_or_default();
            self.all.clear();
        }
        self.last_end = self.last_end.max(end);
        let slot = end & (self.newest.len() - 1);
        let Some(newest) = self.newest.get_mut(slot) else {
            return;
        };
        self.all.push(Live {
            start,
            chains,
            end,
            older: *newest,
        });
        *newest = self.gone + u32::try_from(self.all.len()).unwrap_or_default();
    }

    /// Whether any pieces end one space before the word that begins at `start`.
    pub(super) fn any_ends_before(&self, start: usize) -> bool {
        self.ending_before(start).next().is_some()
    }

    /// The pieces that end one space before the word that begins at `start`.
    pub(super) fn ending_before(&self, start: usize) -> impl Iterator<Item = &Live<'a>> {
        let end = start.wrapping_sub(1);
        let newest = self.newest.get(end & (self.newest.len() - 1));
        let newest = newest.and_then(|number| self.live(*number, end));
        std::iter::successors(newest, move |live| self.live(live.older, end))
    }

    fn live(&self, number: u32, end: usize) -> Option<&Live<'a>> {
        let index = number.checked_sub(self.gone + 1)?;
        let live = self.all.get(index as usize)?;
        (live.end == end).then_some(live)
    }
}
