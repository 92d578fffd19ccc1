"""The long proofs: run by `make prove`, left out of `make test`."""
