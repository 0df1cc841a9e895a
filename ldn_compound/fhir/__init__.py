"""Plans for other programs, and prescriptions from them, as HL7 FHIR R4 and R5 write both.

``export`` writes a plan as a Bundle of ``medication`` and ``dispense`` resources. ``request`` reads a
MedicationRequest, its drug with ``drug_reading`` and its dose with ``dosage_reading``; ``elements`` keeps what nobody
understood.
"""
