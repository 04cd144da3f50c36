//! Japanese mails: they write no spaces and no capitals, but say what is what.
//! A company has its legal form beside its name, a post ends in 職 or stands
//! before the word for applying, and a person follows the team.

use super::mailboxes;
use crate::mail::{Address, Message};

/// Legal forms, which stand before a name or after it.
const LEGAL: &[&str] = &[
    "株式会社",
    "有限会社",
    "合同会社",
    "合資会社",
    "医療法人",
    "学校法人",
    "社会福祉法人",
    "一般社団法人",
    "一般財団法人",
    "公益財団法人",
    "特定非営利活動法人",
    "国立大学法人",
];

/// What follows a company's name where the sentence goes on.
const AFTER_COMPANY: &[&str] = &[
    "採用",
    "人事",
    "総務",
    "新卒",
    "中途",
    "事務局",
    "職員課",
    "人財",
    "担当",
    "様",
    "御中",
    "より",
    "です",
    "でござ",
    "で採用",
    "の",
    "は",
    "へ",
    "から",
    "にご",
    "に",
    "を",
    "が",
    "と申",
    "店長",
    "教室長",
    "インターン",
    "宛",
];

/// Teams and posts of those who hire, at the end of what a sender is called.
const TEAMS: &[&str] = &[
    "新卒採用事務局",
    "採用事務局",
    "採用担当者",
    "採用担当",
    "採用チーム",
    "採用グループ",
    "採用係",
    "採用課",
    "採用部",
    "人事委員会",
    "人事担当",
    "人事総務部",
    "人事部",
    "人事課",
    "人事",
    "人財開発部",
    "総務人事部",
    "総務部",
    "総務課",
    "総務",
    "事務局",
    "職員課",
    "管理部",
    "店長",
    "教室長",
    "採用センター",
    "採用",
    "担当",
    "リクルート",
    "キャリア採用",
];

/// Senders that are no employer.
const NO_EMPLOYER: &[&str] = &[
    "管理システム",
    "プラットフォーム",
    "通知",
    "サポートセンター",
    "お知らせ",
    "配信専用",
    "自動送信",
    "クラウド",
    "からのメール",
    "人",
    "棟梁",
    "まさ",
];

/// Ends of names that a person has not.
const ORGANISATION_ENDS: &[&str] = &[
    "店",
    "社",
    "所",
    "局",
    "館",
    "院",
    "園",
    "会",
    "校",
    "市",
    "町",
    "県",
    "部",
    "課",
    "係",
    "室",
    "業",
    "学",
    "屋",
    "塾",
    "事務所",
    "センター",
    "チーム",
    "工房",
    "ホテル",
    "役所",
    "銀行",
];

/// Words that name no post.
const NO_POST: &[&str] = &[
    "採用",
    "求人",
    "応募",
    "選考",
    "新卒採用",
    "新卒採用選考",
    "中途採用",
    "ポジション",
    "企業",
    "書類選考",
    "今回",
    "職員採用",
    "募集",
    "弊社",
    "当社",
    "仕事",
    "お仕事",
    "本学園",
    "貴殿",
    "標記",
    "職員募集",
    "間",
    "先日",
    "面接",
    "採用選考",
    "書類",
    "一次",
    "二次",
    "最終",
    "就",
    "転",
    "管理",
    "内",
    "無",
    "現",
    "求",
    "客様",
    "企業様",
    "弊社求人",
    "当社求人",
    "エントリー",
    "職種",
    "御応募",
    "課題選考",
    "課題",
    "採用試験",
    "新卒",
    "中途",
    "適性検査",
    "エントリーシート",
    "次",
    "一次面接",
    "二次",
    "様",
    "様ご",
];

/// Whether a mail is written in Japanese.
pub(super) fn is_japanese(text: &str) -> bool {
    text.chars().filter(|c| is_kana(*c)).take(10).count() >= 10
}

/// Whether a text has Japanese letters.
pub(super) fn has_japanese(text: &str) -> bool {
    text.chars().any(|c| is_kana(c) || is_kanji(c))
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}')
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '々' | '〆')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// The employer, the client where an agency writes.
pub(super) fn company(message: &Message, subject: &str, lines: &[String]) -> Option<String> {
    let body = || lines.iter().map(String::as_str);
    let texts = || std::iter::once(subject).chain(body());
    let shown = message.from.as_ref().and_then(shown);
    let is_shared = message
        .from
        .as_ref()
        .is_some_and(|from| !mailboxes::is_unread(&from.spec));
    let agency = texts().any(|text| text.contains("企業様") || text.contains("エージェント"));
    texts()
        .find_map(|text| labelled(text, &["会社名", "企業名", "応募先", "応募企業"]))
        .or_else(|| texts().find_map(client))
        .or_else(|| shown.clone().filter(|name| has_legal_form(name) && !agency))
        .or_else(|| texts().find_map(with_legal_form))
        .or_else(|| {
            // "信用金庫" as the sender, "南信用金庫" in the text.
            let longer = |name: &String| {
                shown
                    .as_ref()
                    .is_some_and(|shown| name.ends_with(shown.as_str()))
            };
            body().find_map(introduced).filter(longer)
        })
        .or_else(|| shown.clone().filter(|name| has_organisation_end(name)))
        .or_else(|| shown.clone().filter(|_| is_shared))
        .or_else(|| body().find_map(introduced))
        .or_else(|| bracketed(subject))
        .or(shown)
        .or_else(|| body().find_map(applied_to))
}

/// "株式会社オーシャン物流様より": the employer that an agency speaks of.
fn client(text: &str) -> Option<String> {
    let name = with_legal_form(text)?;
    let at = text.find(&name)? + name.len();
    let rest = text.get(at..)?;
    (rest.starts_with('様') || rest.starts_with("御中")).then_some(name)
}

/// A name with its legal form.
fn with_legal_form(text: &str) -> Option<String> {
    LEGAL.iter().find_map(|form| {
        let at = text.find(form)?;
        let after = stretch(text.get(at + form.len()..)?);
        if !after.is_empty() {
            return fit(&format!("{form}{after}"));
        }
        let before = text.get(..at)?;
        let cut = before
            .char_indices()
            .rev()
            .find(|(_, c)| !is_name_char(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let name = before.get(cut..)?;
        if name.is_empty() {
            return None;
        }
        fit(&format!("{name}{form}"))
    })
}

/// The start of a text up to what cannot stand in a name.
fn stretch(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| {
            let rest = text.get(*at..).unwrap_or_default();
            !is_name_char(*c)
                || (*at > 0 && AFTER_COMPANY.iter().any(|word| rest.starts_with(word)))
        })
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn is_name_char(c: char) -> bool {
    is_kana(c) || is_kanji(c) || c.is_ascii_alphanumeric() || matches!(c, '・' | '&' | '＆' | '-')
}

fn has_legal_form(name: &str) -> bool {
    LEGAL.iter().any(|form| name.contains(form))
}

fn has_organisation_end(name: &str) -> bool {
    ORGANISATION_ENDS.iter().any(|end| name.ends_with(end)) && !is_person(name)
}

/// What the sender is called, without the team.
fn shown(address: &Address) -> Option<String> {
    let name = address.name.as_deref()?.trim();
    let mut rest = name;
    while let Some(cut) = TEAMS.iter().find_map(|team| rest.strip_suffix(team)) {
        rest = cut.trim_end_matches([' ', '\u{3000}', '・', '　']);
    }
    let parts: Vec<&str> = rest.split_whitespace().collect();
    let first = parts.first()?;
    let rest = if is_person(rest) || parts.len() < 2 || first.is_ascii() {
        rest
    } else {
        first
    };
    if super::teams::PHRASES.contains(&name.to_lowercase().as_str()) {
        return None;
    }
    let employer = !NO_EMPLOYER.iter().any(|word| rest.ends_with(word));
    let personal = is_person(rest) && rest == name && !mailboxes::is_shared(&address.spec);
    (employer && !personal && !rest.contains(['(', '（']))
        .then(|| fit(rest))
        .flatten()
}

/// "ネクストフォージ採用チームの大西です。", "スタッフリンクスです。"
fn introduced(line: &str) -> Option<String> {
    const INTRODUCTIONS: &[&str] = &["です", "でございます", "と申します"];
    let end = INTRODUCTIONS
        .iter()
        .filter_map(|word| line.find(word))
        .min()?;
    let who = line.get(..end)?;
    let who = who.rsplit(['、', '。', '!', '！']).next()?;
    let organisation = match who.rsplit_once('の') {
        Some((organisation, _)) => organisation,
        None => who,
    };
    let name = TEAMS
        .iter()
        .filter_map(|team| organisation.find(team))
        .min()
        .map_or(organisation, |at| {
            organisation.get(..at).unwrap_or_default()
        });
    let name = name.trim();
    let rest = line.get(who.len()..)?;
    let whole = rest.trim_end_matches(['。', '!', '！']);
    let introduction = INTRODUCTIONS.iter().any(|word| whole.ends_with(word));
    let plain = name.chars().filter(|c| is_hiragana(*c)).count() * 2 <= name.chars().count();
    let long = name.chars().count() <= 20;
    (introduction
        && plain
        && long
        && !name.starts_with("お")
        && name.chars().count() >= 3
        && name.chars().all(|c| is_name_char(c) || c == ' ')
        && !is_person(name))
    .then(|| fit(name))
    .flatten()
}

/// The name in 【】 of a subject, where it is no heading.
fn bracketed(subject: &str) -> Option<String> {
    const HEADINGS: &[&str] = &[
        "結果",
        "選考",
        "ご連絡",
        "重要",
        "お知らせ",
        "応募",
        "通知",
        "採用",
    ];
    let (_, rest) = subject.split_once('【')?;
    let (name, _) = rest.split_once('】')?;
    (!HEADINGS.iter().any(|word| name.contains(word)))
        .then(|| fit(name))
        .flatten()
}

/// "梟書店インターンシップにご応募": the employer before the post.
fn applied_to(line: &str) -> Option<String> {
    let (before, _) = line.split_once("にご応募")?;
    let name = before.split("インターンシップ").next()?;
    (name.len() < before.len() && !name.contains(['、', '。', 'は']))
        .then(|| fit(name))
        .flatten()
}

fn fit(name: &str) -> Option<String> {
    let name = name.trim();
    let generic = ["弊社", "当社", "貴社", "下記", "以下"]
        .iter()
        .any(|word| name.starts_with(word));
    let length = name.chars().count();
    ((2..=40).contains(&length) && !generic).then(|| name.to_owned())
}

/// The value after "職種：".
fn labelled(line: &str, labels: &[&str]) -> Option<String> {
    labels.iter().find_map(|label| {
        let rest = line
            .trim_start_matches(['■', '・', '◆', '●', ' ', '【'])
            .strip_prefix(label)?;
        let rest = rest.trim_start_matches('】').trim_start();
        let value = rest.strip_prefix(['：', ':'])?.trim();
        (!value.is_empty() && value.chars().count() <= 60).then(|| value.to_owned())
    })
}

/// The post.
pub(super) fn role(subject: &str, lines: &[String]) -> Option<String> {
    let texts = || std::iter::once(subject).chain(lines.iter().map(String::as_str));
    texts()
        .find_map(|text| {
            labelled(
                text,
                &["職種", "求人名", "募集職種", "応募職種", "ポジション"],
            )
        })
        .or_else(|| texts().find_map(|text| before_cue(text, "職")))
        .or_else(|| after_bracket(subject))
        .or_else(|| texts().find_map(in_parentheses))
        .or_else(|| {
            const CUES: &[&str] = &[
                "の件",
                "の募集",
                "募集",
                "公募",
                "採用試験",
                "採用選考",
                "選考結果",
                "選考について",
                "のポジション",
                "ポジション",
                "として",
                "にご応募",
                "へのご応募",
                "へご応募",
            ];
            CUES.iter()
                .find_map(|cue| texts().find_map(|text| before_cue(text, cue)))
        })
}

/// The run of letters before the cue, as a post.
fn before_cue(text: &str, cue: &str) -> Option<String> {
    text.match_indices(cue).find_map(|(at, _)| {
        let before = text.get(..at)?;
        let closed = before.ends_with([')', '）']);
        let mut inside = closed;
        let cut = before
            .char_indices()
            .rev()
            .find(|(_, c)| {
                if matches!(c, '(' | '（') {
                    inside = false;
                    return !closed;
                }
                let name = is_kanji(*c) || is_katakana(*c) || c.is_ascii_alphanumeric();
                !(name || inside || matches!(c, '・' | '/' | '／' | ')' | '）' | '-'))
            })
            .map_or(0, |(at, c)| at + c.len_utf8());
        let mut post = before.get(cut..)?;
        for prefix in [
            "この度",
            "本研究科",
            "本学園",
            "本学",
            "本校",
            "当院",
            "弊社",
            "当社",
            "貴社",
            "今回",
            "先般",
        ] {
            post = post.strip_prefix(prefix).unwrap_or(post);
        }
        let length = post.chars().count();
        let kanji = post.chars().all(is_kanji);
        let whole = if cue == "職" && kanji && length <= 2 {
            format!("{post}職")
        } else {
            post.to_owned()
        };
        let numbered = post.chars().any(|c| c.is_ascii_digit());
        let member = cue == "職" && text.get(at..)?.starts_with("職員");
        let member = member
            || post.ends_with("市職員")
            || post.ends_with("町職員")
            || post.ends_with("県職員")
            || post.ends_with("様");
        let named = NO_POST.contains(&post) || has_legal_form(post) || numbered || member;
        ((2..=30).contains(&length) && !named && !post.ends_with("選考")).then_some(whole)
    })
}

/// "【合否連絡】配送ドライバー": a subject that is a post and nothing else.
fn after_bracket(subject: &str) -> Option<String> {
    const SENTENCE: &[&str] = &[
        "選考",
        "結果",
        "連絡",
        "知らせ",
        "について",
        "ご",
        "の",
        "様",
        "採用",
    ];
    let (_, rest) = subject.split_once('】')?;
    let rest = rest.trim();
    let written = rest
        .chars()
        .all(|c| is_katakana(c) || is_kanji(c) || c.is_ascii_alphanumeric());
    (written && !SENTENCE.iter().any(|word| rest.contains(word)))
        .then(|| fit(rest))
        .flatten()
}

/// "お仕事のエントリー結果(No.88213 一般事務)".
fn in_parentheses(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(['(', '（'])?;
    let (inside, _) = rest.split_once([')', '）'])?;
    let (number, post) = inside.split_once(' ')?;
    number
        .contains(|c: char| c.is_ascii_digit())
        .then(|| fit(post))
        .flatten()
}

/// The person who writes: in the display name, in the greeting, or below.
pub(super) fn person(message: &Message, lines: &[String]) -> Option<String> {
    let shown = message
        .from
        .iter()
        .chain(&message.reply_to)
        .filter(|address| {
            !mailboxes::is_shared(&address.spec) && !mailboxes::is_unread(&address.spec)
        })
        .filter_map(|address| address.name.as_deref())
        .map(|name| name.split(['(', '（']).next().unwrap_or_default().trim())
        .find(|name| is_person(name));
    shown
        .map(str::to_owned)
        .or_else(|| lines.iter().take(8).find_map(|line| introduces_self(line)))
        .or_else(|| signed(lines))
}

/// "人事部の原田でございます".
fn introduces_self(line: &str) -> Option<String> {
    let end = ["でございます", "です", "と申します"]
        .iter()
        .filter_map(|word| line.find(word))
        .min()?;
    let who = line.get(..end)?;
    let cut = who.rfind(['の', '、', ' ', '　'])?;
    let name: String = who.get(cut..)?.chars().skip(1).collect();
    (is_person(&name) && name.chars().all(is_kanji)).then_some(name)
}

/// "人事部 田辺", "担当：CA 村上", or a last line that is a name.
fn signed(lines: &[String]) -> Option<String> {
    let tail: Vec<&String> = lines.iter().filter(|line| !line.is_empty()).collect();
    let tail = tail.get(tail.len().saturating_sub(4)..).unwrap_or_default();
    tail.iter().rev().find_map(|line| {
        let line = line.strip_prefix("担当").map_or(line.as_str(), |rest| {
            rest.trim_start_matches(['：', ':', ' ', '　'])
        });
        if is_person(line) && line.chars().all(|c| is_kanji(c) || c.is_whitespace()) {
            return Some(line.to_owned());
        }
        let (title, name) = line.rsplit_once([' ', '　'])?;
        let titled = TEAMS.iter().any(|team| title.ends_with(team))
            || title.ends_with('長')
            || title == "CA"
            || title.ends_with("担当");
        (titled && is_person(name) && name.chars().all(is_kanji)).then(|| name.to_owned())
    })
}

/// Two to five characters of a name, with a space between family and given name.
pub(super) fn is_person(name: &str) -> bool {
    let letters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    let parts = name.split_whitespace().count();
    let written = letters.iter().all(|c| is_kanji(*c) || is_kana(*c));
    let kanji = letters.iter().filter(|c| is_kanji(**c)).count();
    let length = if parts == 1 { 1..=4 } else { 2..=6 };
    written
        && parts <= 2
        && kanji >= 1
        && length.contains(&letters.len())
        && !TEAMS.iter().any(|team| name.contains(team))
        && !has_legal_form(name)
        && !ORGANISATION_ENDS.iter().any(|end| name.ends_with(end))
        && (parts == 2 || letters.iter().all(|c| is_kanji(*c)))
        && ![
            "敬具",
            "以上",
            "拝啓",
            "様",
            "御中",
            "一同",
            "各位",
            "理事長",
            "所長",
        ]
        .iter()
        .any(|word| name.contains(word))
}
