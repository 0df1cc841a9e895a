"""Labels: stock and designs from data, the content of a label, its layout, and the PDF.

The modules, from the data to the drawing; nothing is imported here:

``catalogue``   find and read stock, designs, words, rules and faces: ours, and a pharmacy's own folder over them
``stock``       a sheet or roll, measured in mm and checked on loading
``design``      what stands where: boxes, bars, rules
``faces``       the type face's own figures: which characters it has, how wide they are, how far they reach
``wrapping``    break a text into lines at the greatest type size that fits
``wording``     the words, dates and strengths of a label in one language
``content``     Label and label_for: what one label says
``lint``        safe-labelling rules on directions
``facts``       what a label states of a plan, whatever its dosage form
``barcode``     Code 128 as bar widths; ``matrix``: QR and GS1 DataMatrix as dots
``sketch``      a stock or a design to scale in plain characters
``layout``      every line and bar of a label as placed coordinates; pure
``render``      the only module that draws
``printing``    check_label and print_labels
"""
