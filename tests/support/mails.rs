//! Mails as they arrive, for tests of the whole way. The wording is plain on
//! purpose: how well hard wording is told apart is another test's business.

/// A mail to Ann in parts; [`Mail::bytes`] puts it together.
pub struct Mail<'a> {
    pub message_id: &'a str,
    pub from: &'a str,
    pub subject: &'a str,
    /// Whole lines without a line break.
    pub headers: &'a [&'a str],
    pub body: &'a str,
}

impl Mail<'_> {
    /// The mail as it travels: CRLF, UTF-8.
    pub fn bytes(&self) -> Vec<u8> {
        let mut lines = vec![
            format!("Message-ID: {}", self.message_id),
            format!("From: {}", self.from),
            "To: Ann Example <ann@example.org>".to_owned(),
            format!("Subject: {}", self.subject),
            "Date: Mon, 16 Nov 2026 09:30:00 +0000".to_owned(),
            "MIME-Version: 1.0".to_owned(),
            "Content-Type: text/plain; charset=utf-8".to_owned(),
            "Content-Transfer-Encoding: 8bit".to_owned(),
        ];
        lines.extend(self.headers.iter().map(|line| (*line).to_owned()));
        lines.push(String::new());
        lines.extend(self.body.lines().map(str::to_owned));
        lines.push(String::new());
        lines.join("\r\n").into_bytes()
    }
}

/// A rejection after an application; `message_id` with its angle brackets,
/// `from` as `Jo Park <jo.park@acme.example>`.
pub fn rejection(message_id: &str, from: &str, subject: &str) -> Vec<u8> {
    Mail {
        message_id,
        from,
        subject,
        headers: &[],
        body: "Dear Ann,\n\n\
            Thank you for your application for the position of Data Engineer.\n\
            After careful consideration we have decided not to move forward with\n\
            your application. We wish you every success in your job search.\n\n\
            Kind regards,\nJo Park\nTalent Acquisition",
    }
    .bytes()
}

/// A rejection after an interview.
pub fn rejection_after_interview(message_id: &str, from: &str, subject: &str) -> Vec<u8> {
    Mail {
        message_id,
        from,
        subject,
        headers: &[],
        body: "Dear Ann,\n\n\
            Thank you for taking the time to interview with us for the Data Engineer\n\
            role. Unfortunately, we will not be moving forward with your application.\n\
            The decision was not an easy one.\n\n\
            Kind regards,\nJo Park",
    }
    .bytes()
}

/// A rejection that no person reads the replies to.
pub fn rejection_from_no_reply(message_id: &str) -> Vec<u8> {
    Mail {
        message_id,
        from: "Acme Careers <no-reply@careers.acme.example>",
        subject: "Your application to Acme",
        headers: &["Auto-Submitted: auto-generated"],
        body: "Dear Ann,\n\n\
            Thank you for your interest in Acme. We regret to inform you that your\n\
            application for the position of Data Engineer was not successful.\n\n\
            Please do not reply to this message.",
    }
    .bytes()
}

/// A rejection in German.
pub fn rejection_in_german(message_id: &str, from: &str) -> Vec<u8> {
    Mail {
        message_id,
        from,
        subject: "Ihre Bewerbung",
        headers: &[],
        body: "Sehr geehrte Frau Example,\n\n\
            vielen Dank für Ihre Bewerbung. Leider müssen wir Ihnen mitteilen, dass wir\n\
            uns für eine andere Bewerberin entschieden haben. Für Ihren weiteren\n\
            Berufsweg wünschen wir Ihnen alles Gute.\n\n\
            Mit freundlichen Grüßen\nJana Wolff",
    }
    .bytes()
}

/// An invitation: about an application, and the very opposite of a rejection.
pub fn invitation(message_id: &str, from: &str, subject: &str) -> Vec<u8> {
    Mail {
        message_id,
        from,
        subject,
        headers: &[],
        body: "Dear Ann,\n\n\
            Thank you for your application. We would like to invite you to an\n\
            interview next week. Which day would suit you?\n\n\
            Kind regards,\nJo Park",
    }
    .bytes()
}

/// A mail that has nothing to do with work.
pub fn newsletter(message_id: &str) -> Vec<u8> {
    Mail {
        message_id,
        from: "Garden Weekly <news@garden.example>",
        subject: "Five plants for the winter",
        headers: &[
            "List-Id: <weekly.garden.example>",
            "List-Unsubscribe: <https://garden.example/leave>",
            "Precedence: bulk",
        ],
        body: "This week we look at five plants that bear the frost.\n\
            Unfortunately the snowdrops are sold out.",
    }
    .bytes()
}
