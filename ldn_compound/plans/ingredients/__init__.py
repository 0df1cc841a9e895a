"""What goes into a batch: drug powder, crushed tablets, fillers, capsule shells."""
