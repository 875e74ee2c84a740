//! Reading documents from files and standard input.

use std::io::Read as _;
use std::path::Path;

use nines_engine::diag::{Diagnostic, Severity, codes};
use nines_engine::format::{self, answers};
use nines_engine::topology::{Limits, Topology};

use crate::Outcome;

/// A document without errors.
pub struct Document {
    /// What it says.
    pub topology: Topology,
    /// What there is to know about it: warnings and notes.
    pub findings: Vec<Diagnostic>,
}

impl Document {
    /// What reading said, then what an answer says besides. Answers check the document anew and say some of it again.
    pub fn findings_with(&self, answers: &[Diagnostic]) -> Vec<Diagnostic> {
        let more = answers.iter().filter(|finding| !self.findings.contains(finding));
        self.findings.iter().chain(more).cloned().collect()
    }

    /// The outcome when there is no answer about it.
    pub fn refused(&self, findings: &[Diagnostic], json: bool) -> Outcome {
        refused(&self.findings_with(findings), json)
    }
}

/// Reads a document; of a file that is too large only as much as shows that it is.
///
/// # Errors
/// A finding when the file cannot be read at all.
pub fn read(file: &Path) -> Result<format::Read, Diagnostic> {
    let bytes = bytes(file, Limits::BYTES as u64 + 1)?;
    if bytes.len() > Limits::BYTES {
        // It may be cut off within a letter, and is refused for its size.
        return Ok(format::read(&String::from_utf8_lossy(&bytes)));
    }
    Ok(format::read(&utf8(file, bytes)?))
}

/// The document, or the outcome that says why there is none.
///
/// # Errors
/// A finding when the file cannot be read at all.
pub fn document(file: &Path, json: bool) -> Result<Result<Document, Outcome>, Diagnostic> {
    let format::Read { topology, diagnostics: findings } = read(file)?;
    Ok(match topology {
        Some(topology) => Ok(Document { topology, findings }),
        None => Err(refused(&findings, json)),
    })
}

/// The text of a file that is no document: a script, a partial result. At most 64 MiB.
///
/// # Errors
/// A finding when the file cannot be read or is no text.
pub fn text(file: &Path) -> Result<String, Diagnostic> {
    text_within(file, 64)
}

/// The text of a file of at most so many MiB.
///
/// # Errors
/// A finding when the file cannot be read or is no text.
pub fn text_within(file: &Path, mebibytes_max: u64) -> Result<String, Diagnostic> {
    let bytes_max = mebibytes_max << 20;
    let bytes = bytes(file, bytes_max + 1)?;
    if bytes.len() as u64 > bytes_max {
        let message = format!("the file has more than {mebibytes_max} MiB, which is the limit");
        return Err(Diagnostic::error(codes::TOO_LARGE, message).at(name_of(file), ""));
    }
    utf8(file, bytes)
}

/// The first bytes of a file, up to a limit.
fn bytes(file: &Path, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = match file.to_str() {
        Some("-") => std::io::stdin().lock().take(limit).read_to_end(&mut bytes),
        _ => std::fs::File::open(file).and_then(|f| f.take(limit).read_to_end(&mut bytes)),
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let finding = Diagnostic::error(codes::UNREADABLE, format!("the file cannot be read: {error}"));
            Err(finding.at(name_of(file), "").hint("check its name, and whether you may read it"))
        }
    }
}

fn utf8(file: &Path, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    String::from_utf8(bytes).map_err(|_| {
        let finding = Diagnostic::error(codes::UNREADABLE, "the file is not UTF-8 text");
        finding.at(name_of(file), "").hint("save it as UTF-8")
    })
}

fn name_of(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_string() } else { file.display().to_string() }
}

/// The outcome for a document with errors: all findings, and no answer.
pub fn refused(findings: &[Diagnostic], json: bool) -> Outcome {
    let findings = if json { answers::diagnostics_json(findings) } else { list(findings) };
    Outcome { answered: false, ..Outcome::answer(String::new(), findings) }
}

/// Findings as lines, warnings and notes named as such.
pub fn list(findings: &[Diagnostic]) -> String {
    let line = |d: &Diagnostic| match d.severity {
        Severity::Error => format!("{d}\n"),
        other => format!("{}: {d}\n", other.word()),
    };
    findings.iter().map(line).collect()
}
