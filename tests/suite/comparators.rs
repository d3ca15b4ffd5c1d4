//! Tests of comparators.
