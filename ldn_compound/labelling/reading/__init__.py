"""Directions as a person reads them: text to statements of dose and frequency. Pure; the words are data by language."""
