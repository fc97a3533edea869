"""What trainings leave behind: TensorBoard's event files, and histories to be diagnosed.

    events      what a student's logging functions write, read back
    logged      a logged training: what it wrote, and was it closed?
    histories   histories whose diagnosis is certain
    stories     runs with a known fate, for a function that compares runs
"""
