"""What was really made: weighings, unit masses, contents, packing statistics, repeatability."""
