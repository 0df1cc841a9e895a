"""Many prescriptions at once: a table's rows to plans and labels, and the rows that were refused."""
