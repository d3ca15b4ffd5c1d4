//! Checks of the data: what is missing, late, impossible or at odds between lists.
