//! Settings from files: which files, their text, and the user's own phrases and
//! templates that they name.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::case::Rules;
use crate::classify::Phrasebook;
use crate::config::Config;
use crate::mail::TimeZone;
use crate::reply::{TemplateError, Templates};

/// The settings of one mailbox with the rules that follow from them.
#[derive(Debug)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// What decisions are made by.
    pub rules: Rules,
    /// What is wrong with the user's own templates that are left out.
    pub template_faults: Vec<TemplateError>,
}

/// What most mailboxes share: a thousand of them need the phrases once.
struct BuiltIn {
    book: Arc<Phrasebook>,
    templates: Arc<Templates>,
}

impl BuiltIn {
    fn new() -> Self {
        Self {
            book: Arc::new(Phrasebook::embedded()),
            templates: Arc::new(Templates::embedded()),
        }
    }
}

/// Everything that is wrong with the settings, a line each.
#[derive(Debug, Default)]
pub struct LoadError {
    lines: Vec<String>,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

impl std::error::Error for LoadError {}

/// Where settings lie when none are named: `$XDG_CONFIG_HOME/afterword`.
pub fn default_folder() -> Option<PathBuf> {
    let xdg = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let base = xdg.filter(|path| path.is_absolute());
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".config")));
    base.map(|base| base.join("afterword"))
}

/// Where the ledger lies: the state directory that systemd gives, else
/// `$XDG_STATE_HOME/afterword`, else `~/.local/state/afterword`.
pub fn state_folder() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("STATE_DIRECTORY") {
        return std::env::split_paths(&given).next();
    }
    let xdg = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let base = xdg.filter(|path| path.is_absolute());
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".local/state")));
    base.map(|base| base.join("afterword"))
}

/// Loads every file named, and every `*.toml` in every folder named.
///
/// # Errors
/// Every problem of every file, so that a person mends them in one go.
pub fn load(paths: &[PathBuf]) -> Result<Vec<Loaded>, LoadError> {
    let mut error = LoadError::default();
    let defaults: Vec<PathBuf> = default_folder().into_iter().collect();
    let paths = if paths.is_empty() {
        // That it is missing is no error to name but where everybody begins.
        if !defaults.iter().any(|folder| folder.is_dir()) {
            error.lines.push(nothing_found(&defaults));
            return Err(error);
        }
        defaults.as_slice()
    } else {
        paths
    };
    let mut loaded: Vec<Loaded> = Vec::new();
    let built_in = BuiltIn::new();
    for file in files(paths, &mut error) {
        let Some(one) = load_file(&file, &built_in, &mut error) else {
            continue;
        };
        match loaded
            .iter()
            .find(|other| other.config.account == one.config.account)
        {
            Some(other) => error.lines.push(format!(
                "{}: it is the same mailbox as {}; keep one of the two files",
                file.display(),
                other.config.name
            )),
            None => loaded.push(one),
        }
    }
    if loaded.is_empty() && error.lines.is_empty() {
        error.lines.push(nothing_found(paths));
    }
    if error.lines.is_empty() {
        Ok(loaded)
    } else {
        Err(error)
    }
}

fn nothing_found(paths: &[PathBuf]) -> String {
    let looked: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    format!(
        "no settings found in {}: write a file NAME.toml there, one a mailbox (see the README)",
        looked.join(", ")
    )
}

fn files(paths: &[PathBuf], error: &mut LoadError) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        match toml_files(path) {
            Ok(found) => files.extend(found),
            Err(source) => error
                .lines
                .push(format!("{}: cannot be read: {source}", path.display())),
        }
    }
    files
}

fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
            && path.is_file()
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn load_file(path: &Path, built_in: &BuiltIn, error: &mut LoadError) -> Option<Loaded> {
    let config = config(path, error)?;
    let (rules, template_faults) = rules(&config, built_in, error)?;
    Some(Loaded {
        config,
        rules,
        template_faults,
    })
}

fn config(path: &Path, error: &mut LoadError) -> Option<Config> {
    let file = path.display().to_string();
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let text = read(path, error)?;
    match Config::parse(&file, &name, &text, std::env::home_dir().as_deref()) {
        Ok(config) => Some(config),
        Err(problems) => {
            error.lines.push(problems.to_string().trim_end().to_owned());
            None
        }
    }
}

fn read(path: &Path, error: &mut LoadError) -> Option<String> {
    match read_text(path) {
        Ok(text) => Some(text),
        Err(unread) => {
            let place = match unread.line {
                Some(line) => format!("{}:{line}", path.display()),
                None => path.display().to_string(),
            };
            error.lines.push(format!("{place}: {}", unread.reason));
            None
        }
    }
}

/// Why a file is no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The line from which on it is none; `None` where it could not be read at all.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

/// The text of a file.
///
/// # Errors
/// Where the system refuses, and where it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Unread> {
    let bytes = fs::read(path).map_err(|source| Unread {
        line: None,
        reason: format!("cannot be read: {source}"),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to());
        let before = good.unwrap_or_default().iter().filter(|b| **b == b'\n');
        Unread {
            line: Some(before.count() + 1),
            reason: "it is not UTF-8: save it in this encoding".to_owned(),
        }
    })
}

/// The phrase packs that the settings in a file, or in a folder of files, name.
///
/// # Errors
/// Every problem of the settings themselves; the packs are not looked at.
pub fn pack_files(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    let mut error = LoadError::default();
    let mut packs: Vec<PathBuf> = Vec::new();
    for file in files(&[path.to_owned()], &mut error) {
        let Some(config) = config(&file, &mut error) else {
            continue;
        };
        let new = config.phrases.into_iter().filter(|p| !packs.contains(p));
        packs.extend(new.collect::<Vec<_>>());
    }
    if error.lines.is_empty() {
        Ok(packs)
    } else {
        Err(error)
    }
}

fn rules(
    config: &Config,
    built_in: &BuiltIn,
    error: &mut LoadError,
) -> Option<(Rules, Vec<TemplateError>)> {
    let book = phrasebook(&config.phrases, built_in, error);
    let templates = templates(config.templates.as_deref(), built_in, error);
    let (templates, faults) = templates?;
    let rules = Rules {
        book: book?,
        templates,
        me: Some(config.identity.clone()),
        account: config.account.as_str().to_owned(),
        ignored: config.watch.ignore_senders.clone(),
        marks: BTreeMap::new(),
        draft: config.draft.clone(),
        zone: TimeZone::system(),
    };
    Some((rules, faults))
}

fn phrasebook(
    files: &[PathBuf],
    built_in: &BuiltIn,
    error: &mut LoadError,
) -> Option<Arc<Phrasebook>> {
    if files.is_empty() {
        return Some(Arc::clone(&built_in.book));
    }
    let mut extra = Vec::new();
    for path in files {
        let Some(text) = read(path, error) else {
            continue;
        };
        extra.push((path.display().to_string(), text));
    }
    match Phrasebook::with_extra(&extra) {
        Ok(book) => (extra.len() == files.len()).then(|| Arc::new(book)),
        Err(problems) => {
            error.lines.extend(problems.iter().map(ToString::to_string));
            None
        }
    }
}

/// The user's templates lie in a folder as `LANG/KIND.j2`, like the built-in
/// ones. A broken one is left out and told of: no rejection should wait for it.
fn templates(
    folder: Option<&Path>,
    built_in: &BuiltIn,
    error: &mut LoadError,
) -> Option<(Arc<Templates>, Vec<TemplateError>)> {
    let Some(folder) = folder else {
        return Some((Arc::clone(&built_in.templates), Vec::new()));
    };
    match own_templates(folder) {
        Ok((templates, faults)) => Some((Arc::new(templates), faults)),
        Err(source) => {
            let folder = folder.display();
            error
                .lines
                .push(format!("{folder}: cannot be read: {source}"));
            None
        }
    }
}

/// The templates of a folder in place of the built-in ones, and what is wrong
/// with those that are left out.
///
/// # Errors
/// Where the folder cannot be read.
fn own_templates(folder: &Path) -> io::Result<(Templates, Vec<TemplateError>)> {
    let mut texts = Vec::new();
    let mut unread = Vec::new();
    for (name, path) in template_files(folder)? {
        match fs::read_to_string(&path) {
            Ok(text) => texts.push((name, text)),
            Err(source) => unread.push(TemplateError {
                file: name,
                line: 1,
                problem: format!("cannot be read: {source}"),
            }),
        }
    }
    let (templates, mut faults) = Templates::with_own(&texts);
    faults.extend(unread);
    for fault in &mut faults {
        fault.file = folder.join(&fault.file).display().to_string() + ".j2";
    }
    faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Ok((templates, faults))
}

/// The names and paths of `LANG/KIND.j2` below a folder.
fn template_files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for language in fs::read_dir(folder)? {
        let language = language?.path();
        if !language.is_dir() {
            continue;
        }
        for file in fs::read_dir(&language)? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "j2") {
                let name = path.strip_prefix(folder).unwrap_or(&path);
                found.push((name.with_extension("").display().to_string(), path));
            }
        }
    }
    found.sort();
    Ok(found)
}
