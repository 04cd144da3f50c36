//! Small print below a mail, and the lines that telephones sign with, in the
//! languages that the phrases are in. Everything is in lower case.
//!
//! "This message" opens a notice of confidentiality as well as the decision
//! itself, so such an opening counts only with a word of secrecy behind it.

/// How a paragraph begins that is small print whatever follows.
const NOTICES: &[&str] = &[
    "confidentiality notice",
    "confidentiality:",
    "confidential:",
    "disclaimer",
    "this message and any",
    "this email and any",
    "this e-mail and any",
    "if you are not the intended recipient",
    "legal notice",
    "please consider the environment",
    "you are receiving this",
    "you received this",
    "you're receiving this",
    "to unsubscribe",
    "unsubscribe",
    "to stop receiving",
    "©",
    "copyright",
    "vertraulichkeitshinweis",
    "haftungsausschluss",
    "sitz der gesellschaft",
    "wenn sie nicht der richtige adressat",
    "sollten sie nicht der vorgesehene empfänger",
    "bitte denken sie an die umwelt",
    "avis de confidentialité",
    "si vous n'êtes pas le destinataire",
    "pensez à l'environnement",
    "aviso legal",
    "aviso de confidencialidad",
    "si usted no es el destinatario",
    "antes de imprimir",
    "avviso di riservatezza",
    "nota di riservatezza",
    "prima di stampare",
    "vertrouwelijkheidsverklaring",
    "denk aan het milieu",
    "se você recebeu esta mensagem por",
    "se recebeu esta mensagem por",
    "klauzula poufności",
    "jeżeli nie jesteś adresatem",
    "jeżeli nie są państwo adresatem",
    "konfidentialitetsmeddelande",
    "om du inte är avsedd mottagare",
    "fortrolighedserklæring",
    "hvis du ikke er den rette modtager",
    "konfidensialitetserklæring",
    "hvis du ikke er rett mottaker",
];

/// How a paragraph begins that may be one.
const OPENINGS: &[&str] = &[
    "if you have received this",
    "si ha recibido este",
    "se avete ricevuto questo",
    "se ha ricevuto questo",
    "this message",
    "this email",
    "this e-mail",
    "this mail",
    "this communication",
    "this transmission",
    "the information",
    "the contents of this",
    "the content of this",
    "diese e-mail",
    "diese mail",
    "diese nachricht",
    "der inhalt dieser",
    "die information",
    "die in dieser",
    "ce message",
    "ce courriel",
    "ce mail",
    "cet e-mail",
    "cet email",
    "les informations contenues",
    "este mensaje",
    "este correo",
    "este e-mail",
    "este email",
    "esta comunicación",
    "la información contenida",
    "el contenido de est",
    "questo messaggio",
    "questa e-mail",
    "questa email",
    "la presente e-mail",
    "le informazioni contenute",
    "il contenuto di quest",
    "dit bericht",
    "dit e-mailbericht",
    "deze e-mail",
    "deze email",
    "deze mail",
    "de informatie",
    "de inhoud van d",
    "esta mensagem",
    "este correio",
    "as informações contidas",
    "a informação contida",
    "o conteúdo dest",
    "ta wiadomość",
    "niniejsza wiadomość",
    "ten e-mail",
    "treść tej wiadomości",
    "treść niniejszej wiadomości",
    "informacje zawarte",
    "detta meddelande",
    "detta mail",
    "detta mejl",
    "detta e-postmeddelande",
    "den här e-posten",
    "informationen i detta",
    "innehållet i detta",
    "denne meddelelse",
    "denne e-mail",
    "denne mail",
    "indholdet af denne",
    "oplysningerne i denne",
    "denne e-posten",
    "denne meldingen",
    "denne eposten",
    "innholdet i denne",
    "informasjonen i denne",
    "このメール",
    "このメッセージ",
    "本メール",
    "本電子メール",
    "本メッセージ",
];

/// Words that make such a paragraph a notice of confidentiality.
const SECRECY: &[&str] = &[
    "confiden",
    "privileged",
    "intended only",
    "intended solely",
    "intended for",
    "intended recipient",
    "in error",
    "by mistake",
    "vertraulich",
    "irrtümlich",
    "ausschließlich für",
    "destinataire",
    "par erreur",
    "destinatario",
    "por error",
    "riservat",
    "per errore",
    "vertrouwelijk",
    "uitsluitend bestemd",
    "geadresseerde",
    "destinatário",
    "por engano",
    "poufn",
    "adresata",
    "omyłkowo",
    "konfidenti",
    "sekretess",
    "av misstag",
    "fortrolig",
    "ved en fejl",
    "konfidensi",
    "taushetsplikt",
    "ved en feil",
    "機密",
    "秘密",
    "誤って",
];

/// Lines that a mail program puts below what somebody wrote on the way.
const DEVICES: &[&str] = &[
    "sent from my ",
    "sent from mail for",
    "sent from outlook",
    "sent from yahoo",
    "sent from proton",
    "sent from gmail",
    "sent via ",
    "sent with proton",
    "get outlook for",
    "von meinem iphone",
    "von meinem ipad",
    "von meinem samsung",
    "von meinem android",
    "von meinem smartphone",
    "von meinem handy",
    "von meinem mobil",
    "gesendet von ",
    "gesendet mit ",
    "von samsung mobile gesendet",
    "diese nachricht wurde von meinem",
    "outlook für ",
    "holen sie sich outlook",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir de ",
    "obtenir outlook",
    "télécharger outlook",
    "enviado desde ",
    "obtener outlook",
    "inviato da ",
    "inviato dal mio ",
    "ottieni outlook",
    "scarica outlook",
    "verstuurd vanaf ",
    "verzonden vanaf ",
    "verzonden met ",
    "outlook voor ",
    "download outlook",
    "enviado do ",
    "enviado do meu ",
    "enviado a partir d",
    "obter o outlook",
    "baixe o outlook",
    "wysłane z ",
    "wysłano z ",
    "pobierz outlook",
    "pobierz aplikację outlook",
    "skickat från ",
    "skickat från min ",
    "hämta outlook",
    "sendt fra ",
    "hent outlook",
    "få outlook",
    "skaff outlook",
    "skaff deg outlook",
    "outlook for ios",
    "ios 版 outlook",
];

/// What such a line names.
const DEVICE_NAMES: &[&str] = &[
    "iphone",
    "ipad",
    "ios",
    "android",
    "samsung",
    "galaxy",
    "outlook",
    "mobil",
    "smartphone",
    "telefon",
    "handy",
    "windows",
    "yahoo",
    "gmail",
    "gmx",
    "web.de",
    "proton",
    "blackberry",
    "huawei",
    "xiaomi",
    "mail app",
    "phone",
];

/// Such lines where the device comes first.
const DEVICE_ENDS: &[&str] = &["から送信", "から送信されました", "を入手", "を入手する"];

/// Longer lines are prose.
const MAX_DEVICE: usize = 200;

/// Whether the paragraph that begins with `line` is small print; `paragraph`
/// is all of it, for those whose beginning does not tell.
pub(super) fn is_small_print(line: &str, paragraph: impl FnOnce() -> String) -> bool {
    let line = line.trim_start_matches([' ', '\t', '*', '_', '(', '\u{a0}']);
    if starts_with_any(line, NOTICES) {
        return true;
    }
    if !starts_with_any(line, OPENINGS) {
        return false;
    }
    let paragraph = paragraph().to_lowercase();
    SECRECY.iter().any(|word| paragraph.contains(word))
}

/// "Sent from my iPhone" and its like.
pub(super) fn is_device_line(line: &str) -> bool {
    let line = line.trim();
    if line.len() > MAX_DEVICE || line.ends_with(':') {
        return false;
    }
    let ends = || DEVICE_ENDS.iter().any(|end| line.ends_with(end));
    if !starts_with_any(line, DEVICES) && !ends() {
        return false;
    }
    let lower = line.to_lowercase();
    DEVICE_NAMES.iter().any(|name| lower.contains(name))
}

/// Whether `line` begins with one of `starts`, which are in lower case; a
/// typographic apostrophe is a plain one.
pub(super) fn starts_with_any(line: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| {
        let mut lower = line
            .chars()
            .map(|c| if c == '\u{2019}' { '\'' } else { c })
            .flat_map(char::to_lowercase);
        start.chars().all(|c| lower.next() == Some(c))
    })
}
