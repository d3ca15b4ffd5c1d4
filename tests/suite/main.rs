//! The whole test suite as one program: a file and, where it has cases, a folder for each feature.

mod architecture;
mod build;
mod calendar;
mod charts;
mod checks;
mod command;
mod comparators;
mod compare;
mod demo;
mod disclosure;
mod guard;
mod fuzz;
mod indicators;
mod injection;
mod own;
mod pack;
mod plumbing;
mod reading;
mod sample;
mod projects;
mod second_implementation;
mod site;
mod snapshots;
mod statistics;
mod theme;
mod worklists;
