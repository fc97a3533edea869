"""What comes in and goes out: Moodle and Canvas, late penalties, feedback, tables of marks.

    collection, downloads, naming   what Moodle and Canvas hand over, for ``nbgrader zip_collect``
    worksheet, spreadsheet     Moodle's grading worksheet; tables of any encoding and separator
    class_list                 names into the gradebook
    lateness                   penalties by nbgrader's plug point
    no_hub                     nbgrader's exchange, which this course does without
    feedback, outline, content      pages for students: what was lost first, the notebook folded
    cleaning, formulas, redaction   no scripts, paths or hidden tests on them; TeX as MathML
    exports, scores            CSV for spreadsheets, Canvas and Moodle, for ``nbgrader export``
"""
