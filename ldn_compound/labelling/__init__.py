"""Labels: stock and designs from data, the content of a label, its layout, and the PDF.

The modules, from the data to the drawing; nothing is imported here:

``catalogue``    find and read stock, designs, words, rules and faces: ours, and a pharmacy's own folder over them
``stock``        a sheet or roll, measured in mm and checked on loading
``design``       what stands where: boxes, codes, rules
``sketch``       a stock or a design to scale in plain characters
``faces``        the type face's own figures: which characters it has, how wide they are, how far they reach
``wrapping``     break a text into lines at the greatest type size that fits
``wording``      the words, numbers, dates and strengths of a label in one language
``facts``        what a label states of a plan, whatever its dosage form
``directions``   directions built from the plan's own dosing
``course_texts`` what is told beside a titration's doses, on ``calendar_page`` and in ``calendar_file``
``gs1``          the GS1 element string of a batch's container
``content``      Label and label_for: what one label says
``lint``         safe-labelling rules on directions; ``lint_numbers``, ``look_alikes``: its numbers and letters
``routes``       the route in directions against the plan's
``repeated``     what the plan found, told again at the printer
``problems``     several errors as one
``label_dates``  the dates of a label in an order that can be, and its refills
``barcode``      Code 128 as bar widths; ``matrix``: QR and GS1 DataMatrix as dots
``layout``       every line and code of a label as placed coordinates; pure
``roomier``      the stocks on which a label or its code has room
``checking``     the rules for one label, before and after it is placed
``choosing``     in which variant of its design a label stands on a stock
``samples``      plans and labels as they are met at work; ``fitting``: which stock carries which of them
``calibration``  how far a printer is off; ``ruler``: the page to measure it on
``render``       the only module that draws
``printing``     check_label and print_labels
``output``       a picture, ZPL, a CUPS queue; ``scanning``: read a print again; ``extras``: optional libraries
"""
