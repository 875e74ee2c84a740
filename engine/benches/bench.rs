//! The frame around criterion: cases are asked for by name, timed by who does the work, and what was skipped or checked
//! is noted for the report.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput};

/// The engine through its public functions.
pub const OURS: &str = "ours";
/// The plain program for the same question.
pub const LIMIT: &str = "limit";

/// A run of the benchmarks.
pub struct Bench {
    criterion: Criterion,
    filter: String,
    notes: Option<File>,
}

/// One case: the same work, done by several.
pub struct Case<'a> {
    group: BenchmarkGroup<'a, WallTime>,
}

impl Bench {
    /// As the environment and the command line ask.
    pub fn from_environment() -> Bench {
        guard_memory();
        // Fewer resamples than usual: the report keeps medians and fastest samples, not the shape of distributions.
        let usual = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500));
        let criterion = usual.measurement_time(Duration::from_secs(2)).nresamples(1000).configure_from_args();
        let filter = std::env::var("NINES_BENCH_FILTER").unwrap_or_default();
        let notes = std::env::var_os("NINES_BENCH_NOTES").map(PathBuf::from);
        let open = |path| OpenOptions::new().create(true).append(true).open(path).expect("the file for notes opens");
        Bench { criterion, filter, notes: notes.map(open) }
    }

    /// Whether any case of this name is asked for. Ask before making an input that takes long.
    pub fn wants(&self, name: &str) -> bool {
        name.contains(&self.filter)
    }

    /// A case of short work.
    pub fn case(&mut self, name: &str) -> Case<'_> {
        Case { group: self.criterion.benchmark_group(name) }
    }

    /// A case whose work takes from a tenth of a second: as few samples as there may be, all of the same length.
    pub fn long_case(&mut self, name: &str) -> Case<'_> {
        let mut group = self.criterion.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        Case { group }
    }

    /// Notes that a case was not timed.
    pub fn skip(&mut self, name: &str, reason: &str) {
        eprintln!("skipped {name}: {reason}");
        self.note("skipped", name, reason);
    }

    /// Notes what was compared before timing.
    pub fn checked(&mut self, name: &str, what: &str) {
        self.note("checked", name, what);
    }

    fn note(&mut self, kind: &str, name: &str, text: &str) {
        if let Some(file) = &mut self.notes {
            writeln!(file, "{kind}\t{name}\t{text}").expect("a note is written");
        }
    }

    /// After the last case.
    pub fn finish(self) {
        self.criterion.final_summary();
    }
}

impl Case<'_> {
    /// How many things (component-years, events, pairs) one round of the work does.
    pub fn amount(&mut self, things: u64) -> &mut Self {
        self.group.throughput(Throughput::Elements(things));
        self
    }

    /// Times the work of one.
    pub fn time<R>(&mut self, who: &str, mut work: impl FnMut() -> R) -> &mut Self {
        self.group.bench_function(who, |bencher| bencher.iter(&mut work));
        self
    }
}

/// A case that grows without limit must end in a sentence and not take the machine with it. Where there is no /proc
/// nothing is guarded.
fn guard_memory() {
    const PAGES_MAX: u64 = 6 << 30 >> 12;
    let resident_pages = || {
        let sizes = std::fs::read_to_string("/proc/self/statm").ok()?;
        sizes.split(' ').nth(1)?.parse::<u64>().ok()
    };
    if resident_pages().is_none() {
        return;
    }
    std::thread::spawn(move || {
        while resident_pages().is_some_and(|pages| pages < PAGES_MAX) {
            std::thread::sleep(Duration::from_millis(100));
        }
        eprintln!("stopped: the benchmarks took more than 6 GiB of memory");
        std::process::exit(1);
    });
}

/// # Panics
/// When two answers differ by more than this share of the second: what is timed must be right.
#[track_caller]
pub fn agree(what: &str, ours: f64, truth: f64, tolerance: f64) {
    let error = (ours - truth).abs();
    assert!(error <= tolerance * truth.abs(), "{what}: {ours:e}, and should be {truth:e}");
}
