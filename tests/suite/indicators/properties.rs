//! Properties every figure keeps, whatever the rows.
