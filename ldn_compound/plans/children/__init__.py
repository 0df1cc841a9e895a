"""A child's dose by body weight."""
