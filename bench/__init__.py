"""The benchmark of the search: `make bench-search`. No part of the tests or the package."""
