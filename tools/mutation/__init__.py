"""Breaks the package on purpose, one place at a time, and tells which breaks no test notices."""
