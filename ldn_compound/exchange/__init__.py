"""Results to JSON and back. A document is believed only after it was computed again from its own inputs."""
