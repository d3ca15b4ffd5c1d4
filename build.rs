//! Rebuilds the program when one of the files built into it changes.

fn main() {
    for folder in ["layouts", "content", "themes", "benchmarks"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
