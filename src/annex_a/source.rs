//! From paths to files in memory: a file, or every workbook and CSV file of a folder, sorted.
//!
//! Nothing is interpreted here; the bytes say later what a file is.

use std::path::{Path, PathBuf};

/// Larger files than this are no Annex A export.
const MOST_BYTES: u64 = 512 << 20;

/// A file that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// File name, without its folder.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Source {
    /// The name without its ending.
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem)
    }
}

/// Why files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is nothing at the path.
    #[error("there is no file {}; check the path, and put quotation marks around it if it has spaces", .0.display())]
    Missing(PathBuf),
    /// The system refused; on Windows most often because Excel has the file open.
    #[error("{} cannot be read: {why}; close it in Excel, or copy it to a folder of your own", .path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// A folder without workbooks or CSV files.
    #[error("{} holds no .xlsx, .xlsm or .csv file", .0.display())]
    NoFiles(PathBuf),
    /// A file larger than any export.
    #[error("{} is larger than any Annex A export; copy the eleven lists as values into a new workbook", .0.display())]
    TooLarge(PathBuf),
}

/// Reads the files of the given paths; a folder gives its workbooks and CSV files in order of name.
pub fn collect(paths: &[PathBuf]) -> Result<Vec<Source>, ReadError> {
    let mut sources = Vec::new();
    for path in paths {
        let files = if path.is_dir() { files_in(path)? } else { vec![path.clone()] };
        for file in files {
            sources.push(read(&file)?);
        }
    }
    Ok(sources)
}

/// Reads the files of the given paths once more, one at a time, and says of each by its name whether it is what it was.
pub fn compare(paths: &[PathBuf], sources: &[Source]) -> Result<Vec<(String, bool)>, ReadError> {
    let mut before = sources.iter();
    let mut told = Vec::new();
    for path in paths {
        for file in if path.is_dir() { files_in(path)? } else { vec![path.clone()] } {
            let now = read(&file)?;
            told.push((now.name.clone(), before.next() == Some(&now)));
        }
    }
    told.extend(before.map(|gone| (gone.name.clone(), false)));
    Ok(told)
}

fn read(path: &Path) -> Result<Source, ReadError> {
    let size = std::fs::metadata(path).map_err(|why| failed(path, why))?.len();
    if size > MOST_BYTES {
        return Err(ReadError::TooLarge(path.to_owned()));
    }
    let bytes = std::fs::read(path).map_err(|why| failed(path, why))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Source { name, bytes })
}

fn failed(path: &Path, why: std::io::Error) -> ReadError {
    if why.kind() == std::io::ErrorKind::NotFound {
        ReadError::Missing(path.to_owned())
    } else {
        ReadError::Unreadable { path: path.to_owned(), why }
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let entries = std::fs::read_dir(folder).map_err(|why| failed(folder, why))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file() && is_data(path)).collect();
    files.sort();
    if files.is_empty() { Err(ReadError::NoFiles(folder.to_owned())) } else { Ok(files) }
}

/// Workbooks and delimited files, without hidden ones and the lock files that Excel leaves beside an open workbook.
fn is_data(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !name.starts_with('.') && !name.starts_with("~$") && matches!(ending, "xlsx" | "xlsm" | "csv" | "tsv")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A copy that is still under way, an edit, a file that came and one that went: all are told, by name.
    #[test]
    fn a_file_that_is_no_longer_what_it_was_is_told() {
        let place = tempfile::tempdir().unwrap();
        let folder = [place.path().to_owned()];
        let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
        write("a.csv", "1");
        write("b.csv", "1");
        let before = collect(&folder).unwrap();
        let told = || compare(&folder, &before).unwrap().into_iter().filter(|told| !told.1).map(|told| told.0).collect::<Vec<_>>();
        assert!(told().is_empty());
        write("b.csv", "2");
        assert_eq!(told(), ["b.csv"]);
        write("b.csv", "1");
        write("c.csv", "1");
        assert_eq!(told(), ["c.csv"]);
        std::fs::remove_file(place.path().join("c.csv")).unwrap();
        std::fs::remove_file(place.path().join("b.csv")).unwrap();
        assert_eq!(told(), ["b.csv"]);
        std::fs::remove_file(place.path().join("a.csv")).unwrap();
        assert!(matches!(compare(&folder, &before), Err(ReadError::NoFiles(_))));
    }
}
