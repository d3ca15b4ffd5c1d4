//! Benbowshire: synthetic workbooks from a seed.
