//! The life of one rejection: from the decision to the draft that stands in Drafts.
