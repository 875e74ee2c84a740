//! The screens of the site.
