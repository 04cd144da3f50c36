//! A parsed message: the headers that matter and the text that a person sees.

use std::ops::Range;

use super::{AddrSpec, Address, MessageId, Timestamp};

/// What the program knows of one mail. Parsing never fails: a broken mail gives
/// a poorer `Message`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// `Message-ID`, where it is one.
    pub message_id: Option<MessageId>,
    /// `In-Reply-To`.
    pub in_reply_to: Vec<MessageId>,
    /// `References`, oldest first.
    pub references: Vec<MessageId>,
    /// The first `From` address.
    pub from: Option<Address>,
    /// `Reply-To` addresses.
    pub reply_to: Vec<Address>,
    /// `To` addresses.
    pub to: Vec<Address>,
    /// `Cc` addresses.
    pub cc: Vec<Address>,
    /// `Delivered-To`, `X-Original-To` and the like: which of the user's addresses received it.
    pub delivered_to: Vec<AddrSpec>,
    /// The decoded subject, unfolded; empty where there is none.
    pub subject: String,
    /// The `Date` header, which the sender may have invented.
    pub date: Option<Timestamp>,
    /// The time of the newest `Received` header, which the user's own server wrote.
    pub received: Option<Timestamp>,
    /// What the headers say about automatic origin.
    pub automation: Automation,
    /// Which kinds of part the message holds.
    pub parts: PartKinds,
    /// The text that a person sees.
    pub body: Body,
}

/// What the headers say about automatic origin (RFC 3834, RFC 2369, RFC 2919).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Automation {
    /// The `Auto-Submitted` keyword in lower case, without parameters.
    pub auto_submitted: Option<String>,
    /// The `Precedence` keyword in lower case.
    pub precedence: Option<String>,
    /// Whether a `List-Id` names a mailing list.
    pub list_id: bool,
    /// Whether `List-Unsubscribe` is there. Common in ATS mail: a weak sign.
    pub list_unsubscribe: bool,
    /// Whether `Return-Path: <>` marks a bounce or another report.
    pub null_return_path: bool,
}

/// Which kinds of part a message holds besides its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartKinds {
    /// `multipart/report` (RFC 6522): a delivery report or read receipt.
    pub report: bool,
    /// `text/calendar` (RFC 5545): an invitation or its cancellation.
    pub calendar: bool,
    /// `message/rfc822`: another mail attached.
    pub attached_message: bool,
    /// Whether the text was cut by the bounded fetch before its end.
    pub truncated: bool,
}

/// The visible text of a mail and what each stretch of it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// All that a person would see, paragraphs apart by line feeds.
    pub text: String,
    /// The stretches of `text`, in order, without gaps.
    pub segments: Vec<Segment>,
}

/// A stretch of the visible text, in bytes of [`Body::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Where it stands, on character boundaries.
    pub range: Range<usize>,
}

/// What a stretch of visible text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentKind {
    /// Written by the sender for this mail.
    Own,
    /// An older mail quoted below or between, with its attribution line.
    Quote,
    /// A mail passed on by forwarding: the sender wants it read.
    Forward,
    /// The signature block.
    Signature,
    /// A legal notice, an unsubscribe line.
    Footer,
}

impl Body {
    /// The stretches of one kind, in order.
    pub fn segments(&self, kind: SegmentKind) -> impl Iterator<Item = &str> {
        self.segments
            .iter()
            .filter(move |s| s.kind == kind)
            .filter_map(|s| self.text.get(s.range.clone()))
    }
}
