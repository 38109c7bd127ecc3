"""送学上门: lessons as a folder for a stick, and the command that makes it."""
