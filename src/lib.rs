//! `afterword` watches a mailbox for job rejections and, within a day of each,
//! puts a courteous reply that asks for feedback into the Drafts mailbox.
//!
//! # The way of a mail
//!
//! ```text
//! fetch -> parse -> normalise -> classify -> understand -> plan -> compose -> append -> record
//! store    text     text         classify    understand    reply   reply      store     ledger
//! effects  `----------------- pure: no I/O, no clock -----------------'      effects   effects
//! ```
//!
//! # The floors
//!
//! The modules stand below from the ground up. Each uses the ones above it in
//! this list and never one that comes after; `store`, `ledger` and `secret` do
//! not use each other. `tests/architecture.rs` holds this.
//!
//! # What is deliberately absent
//!
//! Nothing here can send a mail: `lettre` is built without its transports.
//! Nothing changes a message or a flag: every fetch is a PEEK, every watched
//! mailbox is opened read-only, and the one thing ever written is a draft.

pub mod mail;

pub mod text;

pub mod classify;

pub mod understand;

pub mod reply;

pub mod case;

pub mod config;

pub mod ledger;
pub mod secret;
pub mod store;

pub mod daemon;

pub mod cli;
