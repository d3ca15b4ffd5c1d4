//! Pages and commentary as Markdown: front matter, prose and directives with their places.
