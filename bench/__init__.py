"""The benchmarks: `make bench`, `make bench-search`. No part of the tests or the package."""
