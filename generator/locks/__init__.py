"""Registers kept encrypted in the repository, by age (https://age-encryption.org/v1)."""
