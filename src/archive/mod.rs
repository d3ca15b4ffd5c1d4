//! The archive's parts: figures, dictionary, tables and the manifest.
