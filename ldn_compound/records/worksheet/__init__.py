"""A batch on paper: the compounding record to write in, and the master formulation record of a formula."""
