"""What comes in and goes out: Moodle and Canvas, late penalties, feedback, tables of marks.

    collection, worksheet      downloads of Moodle and Canvas, for ``nbgrader zip_collect``
    lateness                   penalties by nbgrader's plug point
    feedback, cleaning, redaction   pages without scripts, paths or hidden tests
    exports, scores            CSV for spreadsheets, Canvas and Moodle, for ``nbgrader export``
"""
