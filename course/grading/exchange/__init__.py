"""What comes in and goes out: Moodle and Canvas, late penalties, feedback, tables of marks.

    collection, downloads, naming   what Moodle and Canvas hand over, for ``nbgrader zip_collect``
    worksheet, spreadsheet     Moodle's grading worksheet; tables of any encoding and separator
    class_list                 names into the gradebook
    lateness                   penalties by nbgrader's plug point
    no_hub                     nbgrader's exchange, which this course does without
    formulas                   TeX as MathML
    feedback, cleaning, redaction   pages without scripts, paths or hidden tests
    exports, scores            CSV for spreadsheets, Canvas and Moodle, for ``nbgrader export``
"""
