//! Reading documents from files and standard input.

use std::io::Read as _;
use std::path::Path;

use nines_engine::diag::{Diagnostic, Severity};
use nines_engine::format::{self, answers};
use nines_engine::topology::{Limits, Topology};

use crate::Outcome;

/// Reads a document; of a file that is too large only as much as shows that it is.
///
/// # Errors
/// A sentence when the file cannot be read at all.
pub fn read(file: &Path) -> Result<format::Read, String> {
    let bytes = bytes(file, Limits::BYTES as u64 + 1)?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8 text", file.display()))?;
    Ok(format::read(&text))
}

/// The text of a file that is no document: a script, a partial result. At most 64 MiB.
///
/// # Errors
/// A sentence when the file cannot be read or is no text.
pub fn text(file: &Path) -> Result<String, String> {
    const BYTES_MAX: u64 = 64 << 20;
    let bytes = bytes(file, BYTES_MAX + 1)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(format!("{} has more than 64 MiB", file.display()));
    }
    String::from_utf8(bytes).map_err(|_| format!("{} is not UTF-8 text", file.display()))
}

/// The first bytes of a file, up to a limit.
///
/// # Errors
/// A sentence when the file cannot be read at all.
pub fn bytes(file: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = match file.to_str() {
        Some("-") => std::io::stdin().lock().take(limit).read_to_end(&mut bytes),
        _ => std::fs::File::open(file).and_then(|f| f.take(limit).read_to_end(&mut bytes)),
    };
    read.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    Ok(bytes)
}

/// The outcome for a document with errors: all findings, and no answer.
pub fn refused(findings: &[Diagnostic], json: bool) -> Outcome {
    let text = if json { answers::diagnostics_json(findings) } else { list(findings) };
    Outcome { answer: String::new(), findings: text, answered: false }
}

/// The topology, or the outcome that says why there is none.
pub fn topology(file: &Path, json: bool) -> Result<Result<Topology, Outcome>, String> {
    let read = read(file)?;
    Ok(read.topology.ok_or_else(|| refused(&read.diagnostics, json)))
}

/// Findings as lines, warnings and notes named as such.
pub fn list(findings: &[Diagnostic]) -> String {
    let line = |d: &Diagnostic| match d.severity {
        Severity::Error => format!("{d}\n"),
        other => format!("{}: {d}\n", other.word()),
    };
    findings.iter().map(line).collect()
}
