//! The way of the data from a workbook to finished files.
