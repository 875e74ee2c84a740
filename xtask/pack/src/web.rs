//! The unpacker as the page calls it: `begin` says where the packed bytes go, `more` goes on by a piece, and the module lies at `module`.
//!
//! An instance unpacks one module and is thrown away with all its memory.

use core::cell::UnsafeCell;

use crate::unpack::{Memory, SPARE, Unpacker, lengths};

/// What a page of memory is.
const PAGE: usize = 65_536;

static MEMORY: Alone<Memory> = Alone(UnsafeCell::new(Memory::ZERO));
static STATE: Alone<State> =
    Alone(UnsafeCell::new(State { packed: 0, packed_length: 0, module: 0, module_length: 0, unpacker: None }));

/// What only one borrows at a time.
struct Alone<T>(UnsafeCell<T>);

// SAFETY: an instance has no threads.
unsafe impl<T> Sync for Alone<T> {}

struct State {
    packed: usize,
    packed_length: usize,
    module: usize,
    module_length: usize,
    unpacker: Option<Unpacker<'static>>,
}

fn state() -> &'static mut State {
    // SAFETY: a module without threads, whose functions do not call each other, has one borrower at a time.
    unsafe { &mut *STATE.0.get() }
}

/// Memory that nobody else has: its address, if there is any.
fn room(length: usize) -> Option<usize> {
    core::arch::wasm32::memory_grow(0, length.div_ceil(PAGE)).checked_mul(PAGE)
}

/// Makes room for so many packed bytes, and says where; all ones when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn begin(packed_length: usize) -> usize {
    let state = state();
    let Some(packed) = room(packed_length) else { return usize::MAX };
    (state.packed, state.packed_length) = (packed, packed_length);
    packed
}

/// Goes on by so many bytes. How many are left; all ones when the packed bytes are damaged, or there is no room.
#[unsafe(no_mangle)]
pub extern "C" fn more(bytes: usize) -> usize {
    let state = state();
    if state.unpacker.is_none() {
        // SAFETY: `begin` made the room, and the page has filled it.
        let packed = unsafe { core::slice::from_raw_parts(state.packed as *const u8, state.packed_length) };
        let Some((length, _)) = lengths(packed) else { return usize::MAX };
        let Some(room_length) = length.checked_add(SPARE) else { return usize::MAX };
        let Some(module) = room(room_length) else { return usize::MAX };
        (state.module, state.module_length) = (module, length);
        // SAFETY: the room was made just now, and nobody else has it; the memory is borrowed here alone.
        let (module, memory) =
            unsafe { (core::slice::from_raw_parts_mut(state.module as *mut u8, room_length), &mut *MEMORY.0.get()) };
        state.unpacker = Unpacker::new(packed, memory, module);
    }
    let Some(unpacker) = &mut state.unpacker else { return usize::MAX };
    match unpacker.more(bytes) {
        0 if !unpacker.is_complete() => usize::MAX,
        left => left,
    }
}

/// Where the module is, once nothing is left.
#[unsafe(no_mangle)]
pub extern "C" fn module() -> usize {
    state().module
}

/// How long it is.
#[unsafe(no_mangle)]
pub extern "C" fn module_length() -> usize {
    state().module_length
}

/// Nothing here panics on purpose; what the compiler cannot rule out stops the instance, which the page reports.
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
