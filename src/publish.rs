//! Writes finished files beside their place and swaps them in whole: the only code that writes outputs.
