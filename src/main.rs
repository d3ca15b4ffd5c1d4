//! The program: parses arguments, runs a command, turns its outcome into an exit status.

fn main() {}
