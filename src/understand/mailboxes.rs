//! Which addresses people read, by the look of the address alone.

use crate::mail::AddrSpec;

/// Local parts that nobody reads, without the marks between their words.
const UNREAD_INSIDE: &[&str] = &[
    "noreply",
    "donotreply",
    "dontreply",
    "notreply",
    "noresponse",
    "nichtantworten",
    "keineantwort",
    "nepasrepondre",
    "noresponder",
    "nonrispondere",
    "naoresponda",
    "naoresponder",
    "nietbeantwoorden",
    "mailerdaemon",
    "autoreply",
    "autoresponse",
    "unsubscribe",
    "ikkebesvar",
    "svarejikke",
    "svarainte",
];

/// Words of a local part that mark automatic mail.
const UNREAD_WORDS: &[&str] = &[
    "notification",
    "notifications",
    "notify",
    "notifier",
    "alert",
    "alerts",
    "bounce",
    "bounces",
    "postmaster",
    "daemon",
    "mailer",
    "automated",
    "automatic",
    "automailer",
    "newsletter",
    "digest",
    "nobody",
    "delivery",
    "null",
    "system",
    "robot",
    "benachrichtigung",
    "benachrichtigungen",
];

/// Words of a local part that mark a mailbox of another purpose.
const OTHER_PURPOSE: &[&str] = &[
    "abuse",
    "accessibility",
    "accommodation",
    "accommodations",
    "billing",
    "compliance",
    "complaints",
    "datenschutz",
    "dpo",
    "dsb",
    "feedback-form",
    "gdpr",
    "help",
    "helpdesk",
    "hostmaster",
    "it",
    "legal",
    "marketing",
    "media",
    "optout",
    "press",
    "presse",
    "privacy",
    "sales",
    "security",
    "shop",
    "support",
    "unsubscribe",
    "webmaster",
    "dataprotection",
    "dataprivacy",
    "impressum",
];

/// Local parts of mailboxes that several people read.
const SHARED: &[&str] = &[
    "apply",
    "application",
    "applications",
    "bewerbung",
    "bewerbungen",
    "career",
    "careers",
    "contact",
    "email",
    "hello",
    "hi",
    "hiring",
    "hr",
    "humanresources",
    "info",
    "job",
    "jobs",
    "karriere",
    "kontakt",
    "mail",
    "office",
    "people",
    "personal",
    "personalabteilung",
    "recruit",
    "recruiting",
    "recruitment",
    "resume",
    "resumes",
    "talent",
    "talents",
    "talentacquisition",
    "team",
    "vacancies",
    "verwaltung",
    "welcome",
    "work",
    "stellen",
    "ausbildung",
    "rh",
    "recrutement",
    "empleo",
    "lavoro",
    "vacatures",
];

/// Domains from which hiring software sends; its customers' people do not read there.
const SOFTWARE_DOMAINS: &[&str] = &[
    "applytojob.com",
    "ashbyhq.com",
    "avature.net",
    "bamboohr.com",
    "breezy.hr",
    "brassring.com",
    "candidatecare.com",
    "comeet-notifications.com",
    "concludis.de",
    "coveto.de",
    "cornerstoneondemand.com",
    "csod.com",
    "d.vinci.de",
    "dvinci-hr.com",
    "eightfold.ai",
    "freshteam.com",
    "gem.com",
    "greenhouse-mail.io",
    "greenhouse.io",
    "hire.lever.co",
    "hirebridge.com",
    "icims.com",
    "indeed.com",
    "indeedemail.com",
    "jazz.co",
    "jazzhr.com",
    "jobvite.com",
    "join.com",
    "kenexa.com",
    "lever.co",
    "linkedin.com",
    "myworkday.com",
    "myworkdayjobs.com",
    "oraclecloud.com",
    "personio.com",
    "personio.de",
    "phenompeople.com",
    "pinpointhq.com",
    "recruitee.com",
    "rexx-systems.com",
    "rippling-ats.com",
    "sap.com",
    "silkroad.com",
    "smartrecruiters.com",
    "softgarden.de",
    "softgarden.io",
    "stepstone.de",
    "successfactors.com",
    "successfactors.eu",
    "taleo.net",
    "teamtailor-mail.com",
    "teamtailor.com",
    "ultipro.com",
    "workable.com",
    "workablemail.com",
    "workday.com",
    "xing.com",
    "ziprecruiter.com",
    "umantis.com",
    "prescreen.io",
    "jobylon.com",
    "tribepad.com",
    "oleeo.com",
    "hireology.com",
];

/// Whether the local part says that nobody reads there.
pub(super) fn is_unread(spec: &AddrSpec) -> bool {
    let local = spec.local();
    let squashed: String = local.chars().filter(|c| c.is_alphanumeric()).collect();
    UNREAD_INSIDE.iter().any(|mark| squashed.contains(mark))
        || parts(local).any(|part| UNREAD_WORDS.contains(&part))
}

/// Whether the mailbox is there for something else than applications.
pub(super) fn is_for_other_purpose(spec: &AddrSpec) -> bool {
    parts(spec.local()).any(|part| OTHER_PURPOSE.contains(&part))
}

/// Whether several people read there, as at `careers@`.
pub(super) fn is_shared(spec: &AddrSpec) -> bool {
    parts(spec.local()).any(|part| SHARED.contains(&part))
}

/// Whether hiring software sends from this domain.
pub(super) fn is_software(spec: &AddrSpec) -> bool {
    let domain = spec.domain();
    SOFTWARE_DOMAINS.iter().any(|software| {
        domain
            .strip_suffix(software)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Whether the local part is a token by which hiring software sorts an answer
/// to its application: long, and with digits among the letters.
pub(super) fn is_reply_token(spec: &AddrSpec) -> bool {
    let local = spec.local();
    let digits = local.bytes().filter(u8::is_ascii_digit).count();
    let marked = parts(local).any(|part| part == "reply" || part == "replies");
    (marked && local.len() >= 12) || (local.len() >= 20 && digits >= 4)
}

/// The words of the domain's own label, such as `acme` of `jobs.acme.co.uk`.
pub(super) fn domain_label(spec: &AddrSpec) -> &str {
    let labels: Vec<&str> = spec.domain().split('.').collect();
    let suffix = match labels.as_slice() {
        [.., second, last]
            if last.len() == 2
                && matches!(*second, "co" | "com" | "ac" | "org" | "gov" | "net") =>
        {
            2
        }
        _ => 1,
    };
    labels
        .len()
        .checked_sub(suffix + 1)
        .and_then(|index| labels.get(index))
        .copied()
        .unwrap_or_default()
}

fn parts(local: &str) -> impl Iterator<Item = &str> {
    local.split(['.', '-', '_', '+', '='])
}
