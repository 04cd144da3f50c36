//! Mail as a person sees it, in the languages that the phrases are in and in the
//! forms that mail programs give it: what was written for this mail, and what
//! was quoted, passed on, signed or printed small.

use afterword::mail::{Message, Raw, SegmentKind, Source};
use afterword::text::parse;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What the sender wrote above everything else.
const OWN: &str = "My own words.";
/// What stood in the older mail.
const OLD: &str = "The older words.";

fn read(bytes: impl Into<Vec<u8>>) -> Message {
    let bytes = bytes.into();
    parse(&Raw {
        size: u64::try_from(bytes.len()).expect("a small mail"),
        bytes,
        internal_date: None,
        source: Source::Path("test".to_owned()),
    })
}

fn plain(subject: &str, text: &str) -> Message {
    let head = "From: Jo <jo@acme.example>\nContent-Type: text/plain; charset=utf-8\n";
    read(format!("{head}Subject: {subject}\n\n{text}").replace('\n', "\r\n"))
}

fn of_kind(message: &Message, kind: SegmentKind) -> String {
    message.body.segments(kind).collect()
}

/// Holds that all from `mark` on is of `kind`, and only the rest the sender's own.
fn divided(subject: &str, mark: &str, kind: SegmentKind) {
    let message = plain(subject, &format!("{OWN}\n\n{mark}\n\n{OLD}\n"));
    assert_eq!(of_kind(&message, SegmentKind::Own).trim(), OWN, "{mark}");
    let below = of_kind(&message, kind);
    let first = mark.lines().next().expect("a line").trim();
    assert!(below.trim_start().starts_with(first), "{mark}: {below:?}");
    assert!(below.trim_end().ends_with(OLD), "{mark}: {below:?}");
}

/// The attribution lines that mail programs write, by language.
const ATTRIBUTIONS: &[&str] = &[
    // English: Gmail, Apple Mail, Thunderbird, Yahoo, Proton, mutt.
    "On Mon, May 4, 2026 at 10:12 AM Jo Park <jo@acme.example> wrote:",
    "On 4 May 2026, at 10:12, Jo Park <jo@acme.example> wrote:",
    "On 5/4/26 10:12, Jo Park wrote:",
    "On Monday, 4 May 2026 at 10:12:05 GMT+1, Jo Park <jo@acme.example> wrote:",
    "On Monday, May 4th, 2026 at 10:12, Jo Park <jo@acme.example> wrote:",
    "On Mon, May 04, 2026 at 10:12:00AM +0200, Jo Park wrote:",
    // German: Gmail, Gmail on a telephone, Apple Mail, Thunderbird, Yahoo, Proton.
    "Am Mo., 4. Mai 2026 um 10:12 Uhr schrieb Jo Park <jo@acme.example>:",
    "Jo Park <jo@acme.example> schrieb am Mo., 4. Mai 2026, 10:12:",
    "Am 04.05.2026 um 10:12 schrieb Jo Park <jo@acme.example>:",
    "Am 04.05.26 um 10:12 schrieb Jo Park:",
    "Am Montag, 4. Mai 2026 um 10:12:05 MESZ hat Jo Park <jo@acme.example> Folgendes geschrieben:",
    "Am Montag, 4. Mai 2026 um 10:12, Jo Park <jo@acme.example> schrieb:",
    // French.
    "Le lun. 4 mai 2026 à 10:12, Jo Park <jo@acme.example> a écrit :",
    "Le 4 mai 2026 à 10:12, Jo Park <jo@acme.example> a écrit\u{a0}:",
    "Le 04/05/2026 à 10:12, Jo Park a écrit\u{a0}:",
    "Le lundi 4 mai 2026 à 10:12:05 UTC+2, Jo Park <jo@acme.example> a écrit :",
    // Spanish.
    "El lun, 4 may 2026 a las 10:12, Jo Park (<jo@acme.example>) escribió:",
    "El 4 may 2026, a las 10:12, Jo Park <jo@acme.example> escribió:",
    "El 4/5/26 a las 10:12, Jo Park escribió:",
    "El lunes, 4 de mayo de 2026, 10:12:05 CEST, Jo Park <jo@acme.example> escribió:",
    // Italian.
    "Il giorno lun 4 mag 2026 alle ore 10:12 Jo Park <jo@acme.example> ha scritto:",
    "Il giorno 4 mag 2026, alle ore 10:12, Jo Park <jo@acme.example> ha scritto:",
    "Il 04/05/26 10:12, Jo Park ha scritto:",
    "Il lunedì 4 maggio 2026 alle ore 10:12:05 CEST, Jo Park <jo@acme.example> ha scritto:",
    // Dutch.
    "Op ma 4 mei 2026 om 10:12 schreef Jo Park <jo@acme.example>:",
    "Op 4 mei 2026 om 10:12 heeft Jo Park <jo@acme.example> het volgende geschreven:",
    "Op 04-05-2026 om 10:12 schreef Jo Park:",
    "Op maandag 4 mei 2026 om 10:12:05 CEST schreef Jo Park <jo@acme.example>:",
    // Portuguese, of Brazil and of Portugal.
    "Em seg., 4 de mai. de 2026 às 10:12, Jo Park <jo@acme.example> escreveu:",
    "Jo Park <jo@acme.example> escreveu (segunda, 4/05/2026 à(s) 10:12):",
    "No dia 4 de mai. de 2026, às 10:12, Jo Park <jo@acme.example> escreveu:",
    "Em 04/05/2026 10:12, Jo Park escreveu:",
    "Às 10:12 de 04/05/2026, Jo Park escreveu:",
    // Polish.
    "pon., 4 maj 2026 o 10:12 Jo Park <jo@acme.example> napisał(a):",
    "Wiadomość napisana przez Jo Park <jo@acme.example> w dniu 4 maj 2026, o godz. 10:12:",
    "Dnia 4 maj 2026 o godz. 10:12 Jo Park <jo@acme.example> napisał(a):",
    "W dniu 4.05.2026 o 10:12, Jo Park pisze:",
    // Swedish.
    "Den mån 4 maj 2026 kl 10:12 skrev Jo Park <jo@acme.example>:",
    "4 maj 2026 kl. 10:12 skrev Jo Park <jo@acme.example>:",
    "Den 2026-05-04 kl. 10:12, skrev Jo Park:",
    // Danish.
    "Den man. 4. maj 2026 kl. 10.12 skrev Jo Park <jo@acme.example>:",
    "Den 4. maj 2026 kl. 10.12 skrev Jo Park <jo@acme.example>:",
    "Den 04.05.2026 kl. 10.12 skrev Jo Park:",
    // Norwegian.
    "man. 4. mai 2026 kl. 10:12 skrev Jo Park <jo@acme.example>:",
    "4. mai 2026 kl. 10:12 skrev Jo Park <jo@acme.example>:",
    "Den 04.05.2026 10:12, skrev Jo Park:",
    // Japanese.
    "2026年5月4日(月) 10:12 Jo Park <jo@acme.example>:",
    "2026/05/04 10:12、Jo Park <jo@acme.example>のメール:",
    "2026/05/04 10:12、Jo Park さんは書きました：",
];

#[test]
fn attribution_lines_begin_the_older_mail() {
    for line in ATTRIBUTIONS {
        divided("Re: x", line, SegmentKind::Quote);
        divided("Fwd: x", line, SegmentKind::Forward);
    }
}

/// Programs wrap the line at 72 columns or so, most often before the address.
#[test]
fn an_attribution_may_be_wrapped_at_any_space() {
    let wraps = |line: &&&str| line.contains('<') && !line.starts_with("Jo Park <");
    for line in ATTRIBUTIONS.iter().filter(wraps) {
        let folded = line.replace(" <", "\n<").replace("、Jo", "、\nJo");
        divided("Re: x", &folded, SegmentKind::Quote);
        let quoted = format!("{OWN}\n\n{folded}\n\n> {OLD}\n\n{OWN}");
        let message = plain("Re: x", &quoted);
        let own = of_kind(&message, SegmentKind::Own);
        assert!(!own.contains("Jo Park"), "{folded}: {own:?}");
        assert_eq!(own.matches(OWN).count(), 2, "{folded}: {own:?}");
    }
    // Only the words after the address wrapped.
    for (line, space) in [
        (ATTRIBUTIONS[0], " wrote"),
        (
            "El lun, 4 may 2026 a las 10:12, Jo Park (<jo@acme.example>) escribió:",
            " escribió",
        ),
        (
            "Jo Park <jo@acme.example> schrieb am Mo., 4. Mai 2026, 10:12:",
            " 4. Mai",
        ),
        (
            "Wiadomość napisana przez Jo Park <jo@acme.example> w dniu 4 maj 2026, o godz. 10:12:",
            " 4 maj",
        ),
        (
            "Op 4 mei 2026 om 10:12 heeft Jo Park <jo@acme.example> het volgende geschreven:",
            " geschreven",
        ),
    ] {
        let (head, tail) = line.split_once(space).expect(line);
        divided(
            "Re: x",
            &format!("{head}\n{}{tail}", space.trim()),
            SegmentKind::Quote,
        );
    }
}

#[test]
fn a_sentence_of_ones_own_is_no_attribution() {
    for line in [
        "Bitte beachten Sie, was wir am 3. Mai dazu geschrieben haben.",
        "Hier steht, was wir Ihnen am 3. Mai geschrieben haben:",
        "Please answer until 4 May 2026, and write to <jobs@acme.example>.",
        "Please send us the following 2 papers:",
        "Questions: <jobs@acme.example>",
        "On 4 May 2026 we decided the following:",
        "Am 4. Mai 2026 um 10:12 Uhr haben wir entschieden:",
        "2 points matter most:",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{line}\n\nmore of it\n"));
        let own = of_kind(&message, SegmentKind::Own);
        assert!(own.contains("more of it") && own.contains(line), "{line}");
    }
}

#[test]
fn a_header_block_begins_the_older_mail() {
    for block in [
        "From: Jo Park <jo@acme.example>\nSent: Monday, May 4, 2026 10:12 AM\nTo: Dana\nSubject: x",
        "*From:* Jo Park\n*Date:* Monday, May 4, 2026\n*To:* Dana\n*Cc:* Lee\n*Subject:* x",
        "Von: Jo Park <jo@acme.example>\nGesendet: Montag, 4. Mai 2026 10:12\nAn: Dana\nBetreff: AW: x",
        "Von: Jo Park\nDatum: 4. Mai 2026 um 10:12:05 MESZ\nAn: Dana\nBetreff: x",
        // GMX and web.de put the date first.
        "Gesendet: Montag, 04. Mai 2026 um 10:12 Uhr\nVon: \"Jo Park\" <jo@acme.example>\nAn: Dana\nBetreff: x",
        "De : Jo Park\nEnvoyé : lundi 4 mai 2026 10:12\nÀ : Dana\nObjet : x",
        "De\u{a0}: Jo Park\nDate\u{a0}: lundi 4 mai 2026 à 10:12\nÀ\u{a0}: Dana\nObjet\u{a0}: x",
        "De: Jo Park\nEnviado el: lunes, 4 de mayo de 2026 10:12\nPara: Dana\nAsunto: x",
        "De: Jo Park\nFecha: lunes, 4 de mayo de 2026\nPara: Dana\nAsunto: x",
        "Da: Jo Park\nInviato: lunedì 4 maggio 2026 10:12\nA: Dana\nOggetto: x",
        "Da: Jo Park\nData: 4 maggio 2026\nA: Dana\nOggetto: x",
        "Van: Jo Park\nVerzonden: maandag 4 mei 2026 10:12\nAan: Dana\nOnderwerp: x",
        "De: Jo Park\nEnviada em: segunda-feira, 4 de maio de 2026 10:12\nPara: Dana\nAssunto: x",
        "De: Jo Park\nEnviado: 4 de maio de 2026 10:12\nPara: Dana\nAssunto: x",
        "De: Jo Park\nEnviada: 4 de maio de 2026 10:12\nPara: Dana\nAssunto: x",
        "Od: Jo Park\nWysłano: poniedziałek, 4 maja 2026 10:12\nDo: Dana\nTemat: x",
        "Od: Jo Park\nWysłane: 4 maja 2026 10:12\nDo: Dana\nTemat: x",
        "Från: Jo Park\nSkickat: den 4 maj 2026 10:12\nTill: Dana\nÄmne: x",
        "Fra: Jo Park\nSendt: 4. maj 2026 10:12\nTil: Dana\nEmne: x",
        "Fra: Jo Park\nDato: 4. mai 2026\nTil: Dana\nKopi: Lee\nEmne: x",
        "差出人: Jo Park\n送信日時: 2026年5月4日 10:12\n宛先: Dana\n件名: x",
        "差出人： Jo Park\n件名： x\n日付： 2026年5月4日\n宛先： Dana",
    ] {
        for rule in [
            "",
            "________________________________\n",
            "-----Original Message-----\n",
        ] {
            let message = plain("Re: x", &format!("{OWN}\n\n{rule}{block}\n\n{OLD}\n"));
            let own = of_kind(&message, SegmentKind::Own);
            assert!(
                !own.contains("Jo Park") && !own.contains("2026"),
                "{block}: {own}"
            );
            assert!(
                of_kind(&message, SegmentKind::Quote).contains(OLD),
                "{block}"
            );
        }
        // `FW:` and no other mark is all that some programs write.
        for subject in [
            "FW: x", "WG: x", "TR : x", "RV: x", "I: x", "ENC: x", "PD: x", "VB: x", "VS: x",
        ] {
            divided(subject, block, SegmentKind::Forward);
        }
        divided("SV: VS: x", block, SegmentKind::Quote);
    }
}

#[test]
fn labels_in_a_text_of_ones_own_are_no_header_block() {
    for text in [
        "From: 9 o'clock\nTo: 10 o'clock\nRoom 5",
        "Datum: 4. Mai 2026\nBetreff: Ihre Bewerbung\n\nSehr geehrte Frau Whitfield,",
        "De: 9 h\nÀ: 10 h",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{text}\n\nmore of it"));
        assert!(
            of_kind(&message, SegmentKind::Own).ends_with("more of it"),
            "{text}"
        );
    }
}

#[test]
fn forward_marks_are_told_from_reply_marks() {
    for mark in [
        // Gmail and Thunderbird.
        "---------- Forwarded message ---------",
        "-------- Forwarded Message --------",
        "-------- Weitergeleitete Nachricht --------",
        "---------- Message transféré ----------",
        "-------- Courriel transféré --------",
        "---------- Mensaje reenviado ----------",
        "---------- Messaggio inoltrato ----------",
        "---------- Doorgestuurd bericht ----------",
        "---------- Mensagem encaminhada ----------",
        "-------- Mensagem reencaminhada --------",
        "---------- Wiadomość przekazana dalej ----------",
        "-------- Treść przekazanej wiadomości --------",
        "-------- Przekazana wiadomość --------",
        "---------- Vidarebefordrat meddelande ----------",
        "---------- Videresendt meddelelse ----------",
        "-------- Videresendt besked --------",
        "---------- Videresendt melding ----------",
        "---------- 転送メッセージ ----------",
        // Apple Mail.
        "Begin forwarded message:",
        "Anfang der weitergeleiteten Nachricht:",
        "Début du message transféré",
        "Début du message réexpédié\u{a0}:",
        "Inicio del mensaje reenviado:",
        "Inizio messaggio inoltrato:",
        "Begin doorgestuurd bericht:",
        "Início da mensagem encaminhada:",
        "Início da mensagem reencaminhada:",
        "Początek przekazywanej wiadomości:",
        "Vidarebefordrat brev:",
        "Start på videresendt besked:",
        "Start på videresendt melding:",
        "転送されたメッセージ：",
    ] {
        // Also where the subject does not say so.
        divided("x", mark, SegmentKind::Forward);
    }
    for mark in [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "-----Original-Nachricht-----",
        "-----Message d'origine-----",
        "-----Message d\u{2019}origine-----",
        "----- Mail original -----",
        "-----Mensaje original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----Mensagem original-----",
        "-----Wiadomość oryginalna-----",
        "-----Ursprungligt meddelande-----",
        "-----Oprindelig meddelelse-----",
        "-----Opprinnelig melding-----",
        "-----元のメッセージ-----",
    ] {
        divided("Re: x", mark, SegmentKind::Quote);
    }
    for line in [
        "Thank you for the forwarded message:",
        "Danke für die weitergeleitete Nachricht:",
        "I have forwarded message and file.",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{line}\n\nmore of it"));
        assert!(
            of_kind(&message, SegmentKind::Own).ends_with("more of it"),
            "{line}"
        );
    }
}

/// Apple Mail marks all that it passes on.
#[test]
fn a_mail_that_was_passed_on_may_quote_an_older_one() {
    let mark = "---------- Forwarded message ---------\nFrom: Jo\nSubject: x";
    for (text, older) in [
        (
            format!("{mark}\n\nnews\n\n> {OLD}\n\nmore news"),
            "> The older words.",
        ),
        (
            format!(
                "Begin forwarded message:\n\n> From: Jo\n> Subject: x\n>\n> news\n> > {OLD}\n\
                 > more news"
            ),
            "> > The older words.",
        ),
    ] {
        let message = plain("x", &format!("{OWN}\n\n{text}\n"));
        assert_eq!(of_kind(&message, SegmentKind::Own).trim(), OWN, "{text}");
        assert_eq!(
            of_kind(&message, SegmentKind::Quote).trim(),
            older,
            "{text}"
        );
        let forward = of_kind(&message, SegmentKind::Forward);
        assert!(forward.contains("more news"), "{text}");
    }
}

#[test]
fn a_telephone_signs_for_itself() {
    for line in [
        "Sent from my iPhone",
        "Sent from my Galaxy",
        "Get Outlook for iOS<https://aka.ms/x>",
        "Sent from Outlook for Android",
        "Von meinem iPhone gesendet",
        "Gesendet von meinem iPhone",
        "Gesendet von Outlook für Android",
        "Gesendet mit der WEB.DE Mail App",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
        "Envoyé de mon iPhone",
        "Obtenir Outlook pour iOS",
        "Enviado desde mi iPhone",
        "Obtener Outlook para Android",
        "Inviato da iPhone",
        "Inviato dal mio iPad",
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn iPad",
        "Enviado do meu iPhone",
        "Obter o Outlook para iOS",
        "Wysłane z iPhone’a",
        "Wysłano z mojego iPhone’a",
        "Skickat från min iPhone",
        "Hämta Outlook för iOS",
        "Sendt fra min iPhone",
        "Hent Outlook til Android",
        "Skaff deg Outlook for iOS",
        "iPhoneから送信",
        "Outlook for iOS を入手",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{line}\n\nmore of it\n"));
        assert_eq!(
            of_kind(&message, SegmentKind::Signature).trim(),
            line,
            "{line}"
        );
        assert!(
            of_kind(&message, SegmentKind::Own).contains("more of it"),
            "{line}"
        );
    }
    for line in [
        "Sent from my heart",
        "Von meinem Kollegen haben Sie schon per E-Mail gehört.",
        "Inviato da noi il contratto, la pratica è chiusa.",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{line}\n"));
        assert!(of_kind(&message, SegmentKind::Own).contains(line), "{line}");
    }
}

#[test]
fn a_signature_stands_below_its_dashes() {
    for delimiter in ["-- ", "--", "--\u{a0}"] {
        let message = plain("x", &format!("{OWN}\n\n{delimiter}\nJo Park\nAcme\n"));
        assert_eq!(
            of_kind(&message, SegmentKind::Own).trim(),
            OWN,
            "{delimiter:?}"
        );
        assert!(
            of_kind(&message, SegmentKind::Signature).contains("Acme"),
            "{delimiter:?}"
        );
    }
}

#[test]
fn legal_notices_are_small_print() {
    for notice in [
        "CONFIDENTIALITY NOTICE: This message is for you alone.",
        "This email and any attachments are confidential\nand intended solely for you.",
        "This message is intended only for the use of the addressee.",
        "The information in this e-mail may be confidential.",
        "If you have received this message in error, please delete it.",
        "Please consider the environment before printing.",
        "Diese E-Mail enthält vertrauliche und rechtlich geschützte Informationen.",
        "Diese Nachricht (einschließlich aller Anhänge) ist vertraulich.",
        "Der Inhalt dieser E-Mail ist vertraulich.",
        "Wenn Sie nicht der richtige Adressat sind, löschen Sie diese E-Mail.",
        "Ce message et ses pièces jointes sont confidentiels.",
        "Ce courriel est destiné à son seul destinataire\net peut être confidentiel.",
        "Si vous n’êtes pas le destinataire, merci de le détruire.",
        "Este mensaje y sus anexos son confidenciales.",
        "La información contenida en este correo es confidencial.",
        "AVISO DE CONFIDENCIALIDAD: lo sabe usted.",
        "Questo messaggio e gli allegati sono riservati.",
        "Le informazioni contenute in questa e-mail sono confidenziali.",
        "Se avete ricevuto questo messaggio per errore, vi preghiamo di eliminarlo.",
        "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
        "De informatie in dit e-mailbericht is vertrouwelijk.",
        "Esta mensagem e os anexos são confidenciais.",
        "As informações contidas nesta mensagem são confidenciais.",
        "Ta wiadomość ma charakter poufny.",
        "Niniejsza wiadomość zawiera informacje poufne.",
        "Treść tej wiadomości jest przeznaczona dla adresata.",
        "Detta meddelande är konfidentiellt.",
        "Informationen i detta mejl är konfidentiell.",
        "Denne e-mail og vedhæftede filer er fortrolige.",
        "Denne meddelelse kan indeholde fortrolige oplysninger.",
        "Denne e-posten er konfidensiell.",
        "Innholdet i denne e-posten er fortrolig.",
        "本メールには機密情報が含まれています。",
        "このメールを誤って受信された場合は、削除してください。",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{notice}\n\nmore of it\n"));
        assert_eq!(of_kind(&message, SegmentKind::Footer).trim(), notice);
        assert!(
            of_kind(&message, SegmentKind::Own).contains("more of it"),
            "{notice}"
        );
    }
}

/// The news itself may begin with the same words.
#[test]
fn a_paragraph_that_tells_the_news_is_no_small_print() {
    for news in [
        "This message is to let you know that we will not move forward.",
        "If you have received this message, your application has been read.",
        "This email concerns your application for the post.",
        "This communication is intended to inform you of our decision.",
        "The information you sent us was interesting.",
        "Diese E-Mail betrifft Ihre Bewerbung.",
        "Ce message concerne votre candidature.",
        "Este mensaje es para informarle de que el proceso ha terminado.",
        "Este correo es para informarle de su candidatura.",
        "Questo messaggio riguarda la sua candidatura.",
        "Dit bericht gaat over je sollicitatie.",
        "Deze e-mail gaat over je sollicitatie.",
        "Esta mensagem é sobre a sua candidatura.",
        "Ta wiadomość dotyczy Pani aplikacji.",
        "Detta meddelande gäller din ansökan.",
        "Denne e-mail handler om din ansøgning.",
        "Denne e-posten gjelder søknaden din.",
        "本メールは選考結果のご連絡です。",
    ] {
        let message = plain("x", &format!("{OWN}\n\n{news}\n"));
        assert!(of_kind(&message, SegmentKind::Own).contains(news), "{news}");
    }
}

#[test]
fn soft_line_ends_are_taken_out() {
    for (parameters, text, wanted) in [
        (
            "format=flowed",
            "We will not be \r\nmoving on.",
            "We will not be moving on.",
        ),
        (
            "format=flowed; delsp=yes",
            "見送らせて \r\nいただきます",
            "見送らせていただきます",
        ),
        (
            "Format=Flowed; DelSp=Yes",
            "not be mov \r\ning on",
            "not be moving on",
        ),
        ("format=fixed", "not be \r\nmoving on", "not be \nmoving on"),
        (
            "format=flowed",
            "mine\r\n> old \r\n> er\r\nmine",
            "mine\n> old er\nmine",
        ),
        ("format=flowed", "mine\r\n-- \r\nJo", "mine\n-- \nJo"),
        ("format=flowed", " From here on", "From here on"),
    ] {
        let mail = format!("Content-Type: text/plain; charset=utf-8; {parameters}\r\n\r\n{text}");
        assert_eq!(
            read(mail).body.text.trim_end(),
            wanted,
            "{parameters}: {text}"
        );
    }
}

#[test]
fn parts_within_parts() {
    let part = |kind: &str, text: &str| format!("--B\r\nContent-Type: {kind}\r\n\r\n{text}\r\n");
    let mail = |subject: &str, kind: &str, parts: &[String]| {
        let head = format!("Subject: {subject}\r\nContent-Type: {kind}; boundary=B\r\n\r\n");
        read(head + &parts.concat() + "--B--\r\n")
    };
    let html = "<p>My own words.</p><img src=cid:1>";
    let related = format!(
        "--C\r\nContent-Type: text/html\r\n\r\n{html}\r\n--C\r\nContent-Type: image/png\r\n\r\nx\r\n--C--"
    );

    let message = mail(
        "x",
        "multipart/alternative",
        &[
            part("text/plain", ""),
            part("multipart/related; boundary=C", &related),
        ],
    );
    assert_eq!(message.body.text, OWN, "related within alternative");

    let inner = "Subject: inner\r\n\r\nThe older words.";
    let parts = [part("text/plain", OWN), part("message/rfc822", inner)];
    let message = mail("Fwd: x", "multipart/mixed", &parts);
    assert!(
        of_kind(&message, SegmentKind::Forward).contains(OLD),
        "a mail passed on"
    );
    let message = mail("x", "multipart/mixed", &parts);
    assert!(message.parts.attached_message && !message.body.text.contains(OLD));

    let nested = format!(
        "Subject: outer\r\nContent-Type: multipart/mixed; boundary=D\r\n\r\n--D\r\n\
         Content-Type: message/rfc822\r\n\r\n{inner}\r\n--D--"
    );
    let parts = [part("text/plain", OWN), part("message/rfc822", &nested)];
    let message = mail("Fwd: x", "multipart/mixed", &parts);
    assert_eq!(of_kind(&message, SegmentKind::Own).trim(), OWN);
    assert!(
        of_kind(&message, SegmentKind::Forward).contains(OLD),
        "a mail passed on within a mail passed on: {:?}",
        message.body
    );

    let event = "BEGIN:VCALENDAR\r\nSUMMARY:The older words.\r\nEND:VCALENDAR";
    let parts = [
        part("text/plain", OWN),
        part("text/calendar; method=REQUEST", event),
    ];
    for kind in ["multipart/mixed", "multipart/alternative"] {
        let message = mail("x", kind, &parts);
        assert!(message.parts.calendar, "{kind}");
        assert_eq!(message.body.text.trim(), OWN, "{kind}");
    }

    let status = "Reporting-MTA: dns; mx.example\r\n\r\nAction: failed";
    let returned = "Subject: The older words.\r\n";
    let parts = [
        part("text/plain", OWN),
        part("message/delivery-status", status),
        part("text/rfc822-headers", returned),
    ];
    let message = mail("x", "multipart/report; report-type=delivery-status", &parts);
    assert!(message.parts.report, "a delivery report");
}

/// A mail in one charset that says it is in another, or says nothing.
#[test]
fn a_wrong_charset_is_seen_through() {
    let french = "café – “à”";
    let windows = b"caf\xe9 \x96 \x93\xe0\x94".as_slice();
    let polish = "łączść";
    let japanese = "見送り";
    let jis = b"\x1b$B8+Aw$j\x1b(B".as_slice();
    let shift_jis = b"\x8c\xa9\x91\x97\x82\xe8".as_slice();
    for (declared, bytes, wanted) in [
        ("utf-8", french.as_bytes(), french),
        ("windows-1252", windows, french),
        ("iso-8859-1", windows, french),
        ("us-ascii", windows, french),
        ("utf-8", windows, french),
        ("", windows, french),
        ("", french.as_bytes(), french),
        ("us-ascii", french.as_bytes(), french),
        ("iso-8859-1", french.as_bytes(), french),
        ("Windows-1252", french.as_bytes(), french),
        ("x-unknown", french.as_bytes(), french),
        ("windows-1250", b"\xb3\xb9cz\x9c\xe6", polish),
        ("iso-8859-2", b"\xb3\xb1cz\xb6\xe6", polish),
        ("iso-8859-2", b"\xb3\xb9cz\x9c\xe6", polish),
        ("iso-8859-2", polish.as_bytes(), polish),
        ("shift_jis", shift_jis, japanese),
        ("iso-2022-jp", jis, japanese),
        ("euc-jp", b"\xb8\xab\xc1\xf7\xa4\xea", japanese),
        ("", jis, japanese),
        ("us-ascii", jis, japanese),
        ("utf-8", jis, japanese),
        ("", shift_jis, japanese),
        ("", b"\xb8\xab\xc1\xf7\xa4\xea", japanese),
        ("iso-2022-jp", japanese.as_bytes(), japanese),
        // One broken character does not make good UTF-8 another charset.
        ("utf-8", b"caf\xc3\xa9 \xc3\xa0 \xff", "café à \u{fffd}"),
    ] {
        for encoding in ["8bit", "base64", "quoted-printable"] {
            let mut mail = format!("Content-Transfer-Encoding: {encoding}\r\n").into_bytes();
            if !declared.is_empty() {
                mail.extend(format!("Content-Type: text/plain; charset={declared}\r\n").bytes());
            }
            mail.extend(b"\r\n");
            match encoding {
                "base64" => mail.extend(STANDARD.encode(bytes).bytes()),
                "8bit" => mail.extend_from_slice(bytes),
                _ => mail.extend(bytes.iter().flat_map(|b| format!("={b:02X}").into_bytes())),
            }
            assert_eq!(
                read(mail).body.text,
                wanted,
                "{declared} {encoding} {bytes:?}"
            );
        }
    }
}
