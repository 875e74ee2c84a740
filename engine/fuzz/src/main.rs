//! The fuzz program: `nines-fuzz TARGET [libFuzzer's options]`, started by `cargo xtask fuzz`. `nines-fuzz document FILE`
//! prints the system that an input of the target `system` chooses.
//!
//! Here is only the joint between libFuzzer and the targets. Read `targets` for what is tried on the engine, `documents`
//! and `systems` for where inputs come from, `limits` for what an input may cost.
//!
//! `main` is Rust's and not libFuzzer's: Rust then prepares a stack for signal handlers, so that a recursion without end
//! is reported with its input too.

mod targets;
mod limits;
mod documents;
mod words;
mod json;
mod systems;
mod rng;

use std::ffi::{CString, c_char, c_int};
use std::process::ExitCode;
use std::sync::OnceLock;

use targets::{Input, TARGETS, Target};

#[global_allocator]
static ALLOCATOR: limits::Counting = limits::Counting;

static CHOSEN: OnceLock<&'static Target> = OnceLock::new();

type Callback = extern "C" fn(*const u8, usize) -> c_int;

unsafe extern "C" {
    /// libFuzzer's own main.
    fn LLVMFuzzerRunDriver(argc: *mut c_int, argv: *mut *mut *mut c_char, callback: Callback) -> c_int;
    /// What libfuzzer-sys calls [`rust_fuzzer_test_input`] through.
    fn LLVMFuzzerTestOneInput(data: *const u8, size: usize) -> c_int;
}

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().collect();
    let wanted = if words.len() > 1 { words.remove(1) } else { String::new() };
    if wanted == "document" {
        return print_document(words.get(1).map_or("", String::as_str));
    }
    let Some(target) = TARGETS.iter().find(|target| target.name == wanted) else {
        for target in &TARGETS {
            println!("{:<10} {:<10} {}", target.name, target.input.word(), target.about);
        }
        return if wanted == "--list" { ExitCode::SUCCESS } else { ExitCode::from(2) };
    };
    CHOSEN.get_or_init(|| target);
    abort_on_panic();
    run_driver(words)
}

fn print_document(file: &str) -> ExitCode {
    let system = std::fs::read(file).ok().and_then(|bytes| systems::system(&bytes).ok());
    match system {
        Some(topology) => {
            println!("{}", nines_engine::format::write(&topology));
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("{file:?} cannot be read, or is empty");
            ExitCode::from(2)
        }
    }
}

/// libFuzzer saves the input when the process aborts; unwinding would lose the place.
fn abort_on_panic() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        usual(panic);
        std::process::abort();
    }));
}

fn run_driver(words: Vec<String>) -> ExitCode {
    let words: Vec<CString> = words.into_iter().filter_map(|word| CString::new(word).ok()).collect();
    let mut pointers: Vec<*mut c_char> = words.iter().map(|word| word.as_ptr().cast_mut()).collect();
    let mut count = pointers.len() as c_int;
    // C's argument list ends with a null.
    pointers.push(std::ptr::null_mut());
    let mut list = pointers.as_mut_ptr();
    // SAFETY: count and list describe `pointers`, which live until the call returns, as C's main would get them.
    let code = unsafe { LLVMFuzzerRunDriver(&raw mut count, &raw mut list, one_input) };
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

extern "C" fn one_input(data: *const u8, size: usize) -> c_int {
    // SAFETY: libFuzzer's pointer and size are passed on as they came.
    unsafe { LLVMFuzzerTestOneInput(data, size) }
}

/// Called by libfuzzer-sys for every input. −1 keeps it out of the corpus.
// Both sides are Rust, so that a slice is understood; the name alone is C's.
#[allow(improper_ctypes_definitions)]
#[unsafe(no_mangle)]
extern "C" fn rust_fuzzer_test_input(bytes: &[u8]) -> i32 {
    let target = CHOSEN.get().expect("main chose a target");
    if (target.run)(bytes).is_some() { 0 } else { -1 }
}

/// Called by libFuzzer to change `data[..size]` in place, to at most `size_max` bytes. Returns the new size.
#[unsafe(no_mangle)]
extern "C" fn LLVMFuzzerCustomMutator(data: *mut u8, size: usize, size_max: usize, seed: u32) -> usize {
    // SAFETY: libFuzzer promises that `size_max` bytes are writable at `data`.
    let buffer = unsafe { std::slice::from_raw_parts_mut(data, size_max) };
    match CHOSEN.get().map(|target| target.input) {
        Some(Input::Document) => fill(buffer, &documents::mutated(&buffer[..size], size_max, seed)),
        _ => libfuzzer_sys::fuzzer_mutate(buffer, size, size_max),
    }
}

/// Called by libFuzzer to join two inputs. 0 means that this cannot be done, and libFuzzer tries something else.
#[unsafe(no_mangle)]
extern "C" fn LLVMFuzzerCustomCrossOver(
    left: *const u8,
    left_size: usize,
    right: *const u8,
    right_size: usize,
    out: *mut u8,
    out_size: usize,
    seed: u32,
) -> usize {
    // SAFETY: libFuzzer promises that the three places hold as many bytes as it says.
    let (left, right, out) = unsafe {
        (
            std::slice::from_raw_parts(left, left_size),
            std::slice::from_raw_parts(right, right_size),
            std::slice::from_raw_parts_mut(out, out_size),
        )
    };
    match CHOSEN.get().map(|target| target.input) {
        Some(Input::Document) => fill(out, &documents::crossed(left, right, seed)),
        _ => 0,
    }
}

/// Copies as much as there is room for, and says how much that was.
fn fill(out: &mut [u8], bytes: &[u8]) -> usize {
    let size = bytes.len().min(out.len());
    out[..size].copy_from_slice(&bytes[..size]);
    size
}
