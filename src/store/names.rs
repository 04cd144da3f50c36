//! What mailboxes are called: the names that mail programs give to Drafts and
//! Sent in many languages, and the encoding of names (RFC 3501 section 5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::mail::SpecialUse;

/// For drafts.
#[rustfmt::skip]
const DRAFTS: &[&str] = &[
    "Drafts", "Draft", "Entwürfe", "Entwurf", "Brouillons", "Brouillon", "Borradores", "Borrador",
    "Bozze", "Concepten", "Rascunhos", "Rascunho", "Kladder", "Utkast", "Luonnokset", "Koncepty",
    "Rozepsané", "Wersje robocze", "Kopie robocze", "Szkice", "Piszkozatok", "Ciorne", "Nacrti",
    "Skice", "Osnutki", "Mustandid", "Juodraščiai", "Melnraksti", "Drög", "Esborranys",
    "Zirriborroak", "Taslaklar", "Πρόχειρα", "Черновики", "Чернетки", "Чернови", "Нацрти",
    "טיוטות", "المسودات", "مسودات", "ड्राफ़्ट", "ร่างจดหมาย", "Bản nháp", "Thư nháp", "Konsep",
    "Draf", "下書き", "草稿", "草稿箱", "草稿匣", "임시보관함", "임시 보관함",
];

/// For sent mail.
#[rustfmt::skip]
const SENT: &[&str] = &[
    "Sent", "Sent Items", "Sent Mail", "Sent Messages", "Sent-Mail", "Outbox Sent", "Gesendet",
    "Gesendete", "Gesendete Objekte", "Gesendete Elemente", "Gesendete Nachrichten", "Envoyés",
    "Messages envoyés", "Éléments envoyés", "Objets envoyés", "Courrier envoyé", "Enviados",
    "Elementos enviados", "Mensajes enviados", "Correo enviado", "Mensagens enviadas",
    "Itens enviados", "E-mails enviados", "Enviadas", "Inviata", "Inviati", "Posta inviata",
    "Elementi inviati", "Messaggi inviati", "Verzonden", "Verzonden items", "Verzonden berichten",
    "Sendte", "Sendt", "Sendt post", "Sendte elementer", "Sendt e-post", "Skickat", "Skickade",
    "Skickat mail", "Skickade objekt", "Lähetetyt", "Lähetetyt viestit", "Odeslané",
    "Odeslaná pošta", "Odoslané", "Wysłane", "Elementy wysłane", "Elküldött", "Elküldött elemek",
    "Elküldött üzenetek", "Trimise", "Poslano", "Poslane stavke", "Saadetud", "Išsiųsta",
    "Nosūtītie", "Sendir", "Enviats", "Gönderilenler", "Gönderilmiş Öğeler",
    "Gönderilmiş Postalar", "Απεσταλμένα", "Отправленные", "Отправлено", "Надіслані", "Изпратени",
    "Послато", "נשלח", "דואר שנשלח", "المرسلة", "البريد المرسل", "ส่งแล้ว", "Đã gửi", "Terkirim",
    "送信済み", "送信済みアイテム", "送信済みメール", "已发送", "已发送邮件", "寄件備份", "已傳送郵件", "보낸편지함", "보낸 편지함",
];

/// For deleted mail and junk.
#[rustfmt::skip]
const TRASH_AND_JUNK: &[&str] = &[
    "Trash", "Bin", "Deleted", "Deleted Items", "Deleted Messages", "Papierkorb", "Gelöscht",
    "Gelöschte Elemente", "Gelöschte Objekte", "Corbeille", "Papelera", "Cestino", "Prullenbak",
    "Lixeira", "Lixo", "Papirkurv", "Papperskorgen", "Roskakori", "Koš", "Kosz", "Çöp Kutusu",
    "Корзина", "ゴミ箱", "已删除", "Junk", "Junk E-mail", "Junk Email", "Spam", "Bulk Mail",
    "Spamverdacht", "Unerwünscht", "Indésirables", "Courrier indésirable", "Correo no deseado",
    "Posta indesiderata", "Ongewenste e-mail", "Спам", "迷惑メール", "垃圾邮件",
];

/// The names by which a mailbox for this purpose is known, the likeliest first.
pub(super) fn known(role: SpecialUse) -> &'static [&'static str] {
    match role {
        SpecialUse::Drafts => DRAFTS,
        SpecialUse::Sent => SENT,
    }
}

/// How well a mailbox's name fits a purpose, less being better: how deep it lies,
/// then the place of its name among the known ones. `None` where it does not fit.
pub(super) fn rank(role: SpecialUse, name: &str) -> Option<(usize, usize)> {
    let elements = key(name);
    if elements.iter().any(|e| is_one_of(e, TRASH_AND_JUNK)) {
        return None;
    }
    let last = elements.last()?;
    let place = known(role).iter().position(|k| k.to_lowercase() == *last)?;
    Some((elements.len(), place))
}

/// Whether a mailbox is one for sent, deleted or junk mail, or lies in one.
pub(super) fn unfit_for_drafts(name: &str) -> bool {
    let elements = key(name);
    elements.iter().any(|e| is_one_of(e, TRASH_AND_JUNK))
        || elements.last().is_some_and(|e| is_one_of(e, SENT))
}

/// Whether a mailbox holds no mail worth looking back on: drafts, deleted mail, junk.
pub(super) fn set_aside(name: &str) -> bool {
    let elements = key(name);
    elements.iter().any(|e| is_one_of(e, TRASH_AND_JUNK))
        || elements.last().is_some_and(|e| is_one_of(e, DRAFTS))
}

fn is_one_of(element: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.to_lowercase() == element)
}

/// The elements of a mailbox's name as they are compared: split at `/` and `.`, decoded,
/// in lower case, without a leading `INBOX` that only says where the others hang.
pub(super) fn key(name: &str) -> Vec<String> {
    let mut elements: Vec<String> = name
        .split(['/', '.'])
        .filter(|element| !element.is_empty())
        .map(|element| decode(element).to_lowercase())
        .collect();
    if elements.len() > 1 && elements.first().is_some_and(|e| e == "inbox") {
        elements.remove(0);
    }
    elements
}

/// The name with its modified UTF-7 decoded; as it is where it is not well-formed.
pub(super) fn decode(name: &str) -> String {
    try_decode(name).unwrap_or_else(|| name.to_owned())
}

fn try_decode(name: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone);
    let base64 = GeneralPurpose::new(&IMAP_MUTF7, config);
    let mut out = String::new();
    let mut rest = name;
    while let Some((plain, encoded)) = rest.split_once('&') {
        let (encoded, after) = encoded.split_once('-')?;
        out.push_str(plain);
        match encoded {
            "" => out.push('&'),
            _ => out.push_str(&utf16(&base64.decode(encoded).ok()?)?),
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// Text from UTF-16 in network order.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    if !rest.is_empty() {
        return None;
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modified_utf7_is_decoded_where_it_is_well_formed() {
        for (raw, decoded) in [
            ("Drafts", "Drafts"),
            ("Entw&APw-rfe", "Entwürfe"),
            ("&Tgtm+DBN-", "下書き"),
            ("Tom &- Jerry", "Tom & Jerry"),
            ("&BCcENQRABD0EPgQyBDgEOgQ4-", "Черновики"),
            ("Q&A", "Q&A"),
            ("&!!-", "&!!-"),
            ("Entwürfe", "Entwürfe"),
            ("", ""),
        ] {
            assert_eq!(decode(raw), decoded, "{raw}");
        }
    }

    #[test]
    fn names_are_ranked_by_depth_and_then_by_likelihood() {
        for (name, rank_expected) in [
            ("Drafts", Some((1, 0))),
            (".Drafts", Some((1, 0))),
            (".INBOX.Drafts", Some((1, 0))),
            ("INBOX/.drafts", Some((1, 0))),
            ("DRAFT", Some((1, 1))),
            ("[Gmail]/Drafts", Some((2, 0))),
            ("[Gmail].Drafts", Some((2, 0))),
            (".Entw&APw-rfe", Some((1, 2))),
            ("ENTWÜRFE", Some((1, 2))),
            ("Trash/Drafts", None),
            ("Drafts of papers", None),
            ("INBOX", None),
            ("", None),
        ] {
            assert_eq!(rank(SpecialUse::Drafts, name), rank_expected, "{name}");
        }
    }

    #[test]
    fn no_name_serves_two_purposes() {
        for name in DRAFTS {
            assert!(rank(SpecialUse::Drafts, name).is_some(), "{name}");
            assert!(rank(SpecialUse::Sent, name).is_none(), "{name}");
            assert!(!unfit_for_drafts(name), "{name}");
        }
        for name in SENT {
            assert!(unfit_for_drafts(name), "{name}");
        }
    }
}
