"""What the prescription brings: patient, dosing, dates, supply, oral syringe."""
