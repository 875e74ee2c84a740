//! The screens of the site, in the words of someone who uses them. Only here stand ids of elements: those of places that have
//! no role of their own, such as the two answers.

pub mod sandbox;
pub mod lesson;

pub use lesson::Lesson;
pub use sandbox::Sandbox;
