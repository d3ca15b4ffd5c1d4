//! Removes a folder of the output that annexa made, whole: what is past the day it may be held to.

use super::{Failed, Output, failed, is_made_by_us, is_plain, remove, rename, settle};
use std::fs;

impl Output {
    /// Removes a folder of the output that annexa made, and nothing else.
    ///
    /// It leaves its place in one step. What a crash leaves of it after that is no output any more: the next build removes it.
    pub fn retire(&self, name: &str) -> Result<(), Failed> {
        let target = self.folder.join(name);
        let kind = fs::symlink_metadata(&target).map_err(failed("look at", &target))?.file_type();
        if !is_plain(name) || !kind.is_dir() || !is_made_by_us(&target) {
            return Err(Failed::Foreign(target));
        }
        let stage = self.stage();
        remove(&stage)?;
        rename(&target, &stage).map_err(failed("move away", &target))?;
        settle(&self.folder);
        remove(&stage)
    }
}
