//! Paths as written: whole ones, or below the user's home.

use std::path::{Path, PathBuf};

/// The path, with `~` replaced by `home`.
///
/// A path from the current folder is refused: a service starts in another
/// folder than the person who tries the file by hand.
///
/// # Errors
///
/// What is wrong with it, in words.
pub(super) fn path(text: &str, home: Option<&Path>) -> Result<PathBuf, &'static str> {
    if text.contains('\0') {
        return Err("holds a NUL character; write a path such as \"/etc/afterword/file\"");
    }
    if text != "~" && !text.starts_with("~/") {
        let path = Path::new(text);
        return if path.is_absolute() {
            Ok(path.to_owned())
        } else {
            Err("is not a whole path; begin it with / or ~/")
        };
    }
    let home = home.ok_or("begins with ~, but no home folder is known; begin it with /")?;
    let rest = text.trim_start_matches('~').trim_start_matches('/');
    Ok(if rest.is_empty() {
        home.to_owned()
    } else {
        home.join(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_whole_or_below_home() {
        let home = Some(Path::new("/home/dana"));
        for (text, home, read) in [
            ("/etc/x", home, "/etc/x"),
            ("/etc/x", None, "/etc/x"),
            ("~/Mail", home, "/home/dana/Mail"),
            ("~", home, "/home/dana"),
            ("~//etc", home, "/home/dana/etc"),
        ] {
            assert_eq!(path(text, home).as_deref(), Ok(Path::new(read)), "{text}");
        }
        for (bad, home) in [
            ("", home),
            ("x", home),
            ("./x", home),
            ("~dana/x", home),
            ("~/x", None),
            ("/a\0b", home),
        ] {
            assert!(path(bad, home).is_err(), "{bad}");
        }
    }
}
