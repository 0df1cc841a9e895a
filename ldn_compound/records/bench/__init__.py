"""A batch made one step at a time: the steps of a plan, what is read at each, and the record that keeps it."""
