"""What the batches of every dosage form share: their result, the weighing of the drug, the limits of a unit."""
