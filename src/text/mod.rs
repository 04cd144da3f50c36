//! Text as a person sees it: bytes to [`Message`](crate::mail::Message), and
//! visible text to the normal form in which phrases are looked for.
