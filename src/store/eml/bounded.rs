//! Reading no more of a message than was asked for.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Opens a regular file. A pipe or device that lies where a message should
/// would keep its reader waiting for ever, so it is an error.
pub(in crate::store) fn open_file(path: &Path) -> io::Result<File> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    File::open(path)
}

/// At most `limit` octets of a file, and its size in octets.
pub(in crate::store) fn read_bounded(path: &Path, limit: usize) -> io::Result<(Vec<u8>, u64)> {
    let file = open_file(path)?;
    let size = file.metadata()?.len();
    let capacity = usize::try_from(size).unwrap_or(limit).min(limit);
    let mut bytes = Vec::with_capacity(capacity);
    file.take(octets(limit)).read_to_end(&mut bytes)?;
    // The file may have grown since it was measured.
    let size = size.max(octets(bytes.len()));
    Ok((bytes, size))
}

/// At most `limit` octets of a stream, which is read to its end, and its size in octets.
pub(super) fn read_stream(input: &mut impl Read, limit: usize) -> io::Result<(Vec<u8>, u64)> {
    let mut bytes = Vec::new();
    input.take(octets(limit)).read_to_end(&mut bytes)?;
    let rest = io::copy(input, &mut io::sink())?;
    let size = octets(bytes.len()) + rest;
    Ok((bytes, size))
}

fn octets(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
