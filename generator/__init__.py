"""YAML records of Party organisations at the grass roots → a searchable site on the intranet."""

__version__ = "0.1.0"
