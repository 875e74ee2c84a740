//! What one input may cost: a second of the processor and a gibibyte of memory, measured here and not by libFuzzer.
//!
//! libFuzzer's clock is the wall's, which a busy machine slows down, and it looks at the memory once a second, which
//! misses a short peak. Its own limits stay as a net for what never ends (`xtask/src/fuzz.rs`).

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_long;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most processor time of one question to the engine, in seconds of this build: without link-time optimisation, with
/// all checks and the counting of coverage. The release takes about a third of it.
pub const SECONDS_MAX: f64 = 1.0;

/// The most memory that may be in use, in bytes.
pub const BYTES_MAX: usize = 1 << 30;

unsafe extern "C" {
    /// Processor time of this process in millionths of a second (POSIX, XSI).
    fn clock() -> c_long;
}

/// Asks the engine one question and panics, naming it, when that takes too long.
pub fn timed<T>(question: &str, ask: impl FnOnce() -> T) -> T {
    let started = processor_seconds();
    let answer = ask();
    let taken = processor_seconds() - started;
    assert!(taken <= SECONDS_MAX, "{question} took {taken:.2} s of processor time, and the limit is {SECONDS_MAX} s");
    answer
}

fn processor_seconds() -> f64 {
    // SAFETY: `clock` takes nothing and changes nothing.
    unsafe { clock() as f64 / 1e6 }
}

static BYTES_IN_USE: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator with a count. What would go past [`BYTES_MAX`] fails, so that the process aborts ("memory
/// allocation of … bytes failed") and libFuzzer saves the input.
pub struct Counting;

// SAFETY: every call goes to the system's allocator with the same layout; the count changes no memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if BYTES_IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size() > BYTES_MAX {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        BYTES_IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(place, layout) }
    }
}
