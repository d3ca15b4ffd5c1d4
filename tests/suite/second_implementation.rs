//! Tests of second implementation.
