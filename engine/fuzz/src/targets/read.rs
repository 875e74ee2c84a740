//! Reading: any bytes get a topology or an error, and what was read comes back from what is written of it. They are read
//! as a partial result too, the other text that the engine takes from strangers.

use nines_engine::diag::{Diagnostic, has_errors};
use nines_engine::format::partial::{join, read_partial, write_partial};
use nines_engine::format::{Read, answers, read, write, write_compact};
use nines_engine::topology::Topology;

use crate::limits::timed;

pub fn run(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let Read { topology, diagnostics } = timed("format::read", || read(text));
    assert_eq!(topology.is_none(), has_errors(&diagnostics), "a topology, or else an error: {diagnostics:?}");
    said(&diagnostics);
    if let Some(topology) = topology {
        comes_back(&topology);
    }
    partial(text);
    Some(())
}

/// A partial result that can be read comes back too, and alone it is a study or a finding that says what is missing.
fn partial(text: &str) {
    let Ok((of, sums)) = timed("read_partial", || read_partial(text)) else { return };
    let written = write_partial(&of, &sums);
    assert_eq!(read_partial(&written), Ok((of.clone(), sums.clone())), "a partial result reads as another:\n{written}");
    match timed("partial::join", || join(&[("one".to_string(), of, sums)])) {
        Ok((_, study)) => is_json(&answers::measurement_json(&study.measurement())),
        Err(findings) => assert!(has_errors(&findings), "{findings:?}"),
    }
}

/// Every finding has its words and can be printed.
fn said(diagnostics: &[Diagnostic]) {
    for finding in diagnostics {
        assert!(!finding.message.is_empty() && finding.to_string().starts_with(finding.code), "{finding:?}");
    }
    is_json(&answers::diagnostics_json(diagnostics));
}

/// Written and read again it is the same, and written again the same text.
pub fn comes_back(topology: &Topology) {
    let written = timed("format::write", || write(topology));
    for text in [&written, &timed("format::write_compact", || write_compact(topology))] {
        let again = timed("format::read of what was written", || read(text));
        let Some(again) = again.topology else {
            // A document near the limit of 1 MiB may be written with more white space than it came with.
            let too_large = again.diagnostics.iter().all(|d| d.code == nines_engine::diag::codes::TOO_LARGE);
            assert!(too_large, "what was written cannot be read: {:?}\n{text}", again.diagnostics);
            continue;
        };
        assert!(again == *topology, "what was written reads as another topology:\n{text}\n{topology:#?}\n{again:#?}");
        assert_eq!(write(&again), written, "what was written and read is written otherwise");
    }
}

/// An answer is JSON: the reader may say that it is no document of ours, and not that it is no JSON.
pub fn is_json(text: &str) {
    let finding = read(text).diagnostics.into_iter().find(|d| d.code == nines_engine::diag::codes::NOT_JSON);
    assert!(finding.is_none(), "{finding:?}\n{text}");
}
