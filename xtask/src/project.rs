//! Where things are: the project's root and the folders that builds write. Only paths, no work.

use std::path::{Path, PathBuf};

/// The checkout that this xtask was compiled from.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// Cargo tells a running binary its crate's folder; the path at compile time serves when it is run directly.
    pub fn locate() -> Self {
        let crate_dir = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = crate_dir.parent().expect("xtask's folder is inside the project").to_owned();
        Self { root }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn at(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where set-up installs; git ignores it.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    pub fn logs(&self) -> PathBuf {
        self.tools().join("logs")
    }

    /// The finished site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where a site is put together before it replaces `dist/`, so that a failed build leaves the old one.
    pub fn stage(&self) -> PathBuf {
        self.root.join("target-site").join("stage")
    }

    /// Optimised WebAssembly, kept by what it was made from.
    pub fn optimised(&self) -> PathBuf {
        self.root.join("target-site").join("optimised")
    }

    /// The site that counts which of its functions run.
    pub fn counting(&self) -> PathBuf {
        self.root.join("target-site").join("counting")
    }

    /// Cargo's folder for native builds.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }
}
