"""Signatures of documents, by the key of a pharmacy."""
