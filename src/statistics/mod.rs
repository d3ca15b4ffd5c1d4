//! Statistics: intervals and what may be claimed from them. Pure functions of numbers.
