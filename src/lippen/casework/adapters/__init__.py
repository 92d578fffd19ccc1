"""Other systems' files: read in a child process, their columns matched, each row made sense of."""
