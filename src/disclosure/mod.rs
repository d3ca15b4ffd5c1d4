//! Disclosure: what an audience may see of the figures. Past it no raw count can be reached.
