//! What mail programs write around older mail, in the languages they speak.
//!
//! Everything is in lower case. A new language is a new word in these tables.

/// The verb of an attribution line: "On ... wrote:".
pub(super) const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "schrieb",
    "a écrit",
    "escribió",
    "escribio",
    "ha scritto",
    "scrive",
    "escreveu",
    "schreef",
    "napisał",
    "napisał(a)",
    "skrev",
    "írta",
    "napsal",
    "kirjoitti",
    "написал",
    "пишет",
    "yazdı",
    "写道",
    "님이 작성",
];

/// Verbs that a sentence of one's own may end with as well. They make an
/// attribution only beside an address or a time of day.
pub(super) const WRITTEN: &[&str] = &[
    "geschrieben",
    "geschreven",
    "pisze",
    "napisana przez",
    "のメール",
    "のメッセージ",
    "書きました",
];

/// How an attribution line may begin that names the sender before the date.
pub(super) const WRITTEN_BY: &[&str] = &["wiadomość napisana przez "];

/// How an attribution line may begin; needed only where it was wrapped.
pub(super) const WROTE_STARTS: &[&str] = &[
    "on ", "am ", "le ", "el ", "il ", "em ", "no dia ", "às ", "op ", "den ", "dnia ", "w dniu ",
    "på ", "pe ", "dne ", "a ", "di ", "pon., ", "wt., ", "śr., ", "czw., ", "pt., ", "sob., ",
    "niedz., ", "man. ", "tir. ", "ons. ", "tor. ", "fre. ", "lør. ", "søn. ",
];

/// `From:` of a quoted header block.
pub(super) const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "od",
    "från",
    "fra",
    "差出人",
    "送信者",
    "expéditeur",
    "lähettäjä",
    "от",
    "kimden",
    "发件人",
    "보낸 사람",
];

/// `Sent:` or `Date:`.
pub(super) const SENT: &[&str] = &[
    "sent",
    "date",
    "gesendet",
    "datum",
    "envoyé",
    "envoyé le",
    "enviado",
    "enviado el",
    "fecha",
    "enviada",
    "enviada em",
    "enviado em",
    "inviato",
    "data",
    "verzonden",
    "wysłano",
    "wysłane",
    "skickat",
    "sendt",
    "dato",
    "送信日時",
    "日時",
    "日付",
    "lähetetty",
    "дата",
    "gönderildi",
    "发送时间",
    "날짜",
];

/// `To:`.
pub(super) const TO: &[&str] = &[
    "to",
    "an",
    "à",
    "para",
    "a",
    "aan",
    "do",
    "till",
    "til",
    "宛先",
    "pour",
    "per",
    "komu",
    "vastaanottaja",
    "кому",
    "kime",
    "收件人",
    "받는 사람",
];

/// `Subject:`.
pub(super) const SUBJECT: &[&str] = &[
    "subject",
    "betreff",
    "objet",
    "asunto",
    "oggetto",
    "assunto",
    "onderwerp",
    "temat",
    "ämne",
    "emne",
    "件名",
    "předmět",
    "aihe",
    "тема",
    "konu",
    "主题",
    "제목",
];

/// Between dashes, above a mail that is answered.
pub(super) const ORIGINAL: &[&str] = &[
    "original message",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "message d'origine",
    "message original",
    "mail original",
    "courriel original",
    "mensaje original",
    "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "ursprungligt meddelande",
    "originalmeddelande",
    "oprindelig meddelelse",
    "oprindelig besked",
    "opprinnelig melding",
    "original meddelelse",
    "元のメッセージ",
    "元のメール",
    "original appointment",
];

/// Between dashes, above a mail that is passed on.
pub(super) const FORWARDED: &[&str] = &[
    "forwarded message",
    "weitergeleitete nachricht",
    "message transféré",
    "message réexpédié",
    "courriel transféré",
    "mensaje reenviado",
    "messaggio inoltrato",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "doorgestuurd bericht",
    "przekazana wiadomość",
    "przekazanej wiadomości",
    "wiadomość przekazana",
    "vidarebefordrat meddelande",
    "vidarebefordrat brev",
    "videresendt meddelelse",
    "videresendt besked",
    "videresendt melding",
    "videresendt e-post",
    "転送メッセージ",
    "転送されたメッセージ",
];

/// Lines of their own that stand there without dashes.
pub(super) const FORWARD_LINES: &[&str] = &[
    "begin forwarded message",
    "forwarded message",
    "anfang der weitergeleiteten nachricht",
    "weitergeleitete nachricht",
    "début du message transféré",
    "début du message réexpédié",
    "inicio del mensaje reenviado",
    "inizio messaggio inoltrato",
    "inizio del messaggio inoltrato",
    "início da mensagem encaminhada",
    "início da mensagem reencaminhada",
    "begin doorgestuurd bericht",
    "początek przekazywanej wiadomości",
    "początek przekazanej wiadomości",
    "rozpoczęcie przekazywanej wiadomości",
    "początek wiadomości przekazanej dalej",
    "vidarebefordrat brev",
    "vidarebefordrat meddelande",
    "börja vidarebefordrat meddelande",
    "start på videresendt besked",
    "start på videresendt meddelelse",
    "start på videresendt melding",
    "videresendt besked",
    "videresendt meddelelse",
    "videresendt melding",
    "転送されたメッセージ",
    "転送メッセージ",
];

/// What a subject begins with, before its colon, where mail is passed on.
/// `VS` is Danish and Norwegian, `VB` Swedish, `PD` Polish.
pub(super) const FORWARD_PREFIXES: &[&str] = &[
    "fw", "fwd", "wg", "tr", "rv", "i", "enc", "doorst", "pd", "vs", "vb", "vl", "fs", "转发",
    "転送",
];
