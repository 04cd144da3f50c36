//! The names that mail programs and providers give to Drafts and Sent.

use crate::mail::SpecialUse;

const DRAFTS: &[&str] = &[
    "Drafts",
    "Draft",
    "Entwürfe",
    "Brouillons",
    "Borradores",
    "Bozze",
    "Concepten",
    "Rascunhos",
    "Kladder",
    "Utkast",
    "Koncepty",
    "Wersje robocze",
    "Kopie robocze",
    "Luonnokset",
    "Piszkozatok",
    "Ciorne",
    "Taslaklar",
    "Πρόχειρα",
    "Черновики",
    "Чернетки",
    "下書き",
    "草稿",
    "草稿箱",
    "임시보관함",
];

const SENT: &[&str] = &[
    "Sent",
    "Sent Items",
    "Sent Mail",
    "Sent Messages",
    "Gesendet",
    "Gesendete Objekte",
    "Gesendete Elemente",
    "Envoyés",
    "Éléments envoyés",
    "Messages envoyés",
    "Enviados",
    "Elementos enviados",
    "Posta inviata",
    "Inviati",
    "Verzonden",
    "Verzonden items",
    "Itens enviados",
    "Sendt",
    "Sendte elementer",
    "Skickat",
    "Wysłane",
    "Elementy wysłane",
    "Отправленные",
    "Надіслані",
    "送信済み",
    "送信済みメール",
    "已发送",
    "보낸편지함",
];

/// The names known for a purpose, most common first.
pub(super) fn known(purpose: SpecialUse) -> &'static [&'static str] {
    match purpose {
        SpecialUse::Drafts => DRAFTS,
        SpecialUse::Sent => SENT,
    }
}

/// Whether a decoded name, without its parents, is one of the known ones.
pub(super) fn is_known(purpose: SpecialUse, name: &str) -> bool {
    let name = name.to_lowercase();
    known(purpose)
        .iter()
        .any(|known| known.to_lowercase() == name)
}
