"""What trainings leave behind: TensorBoard's event files, and histories to be diagnosed.

    writing     a student's logging functions, called with a fresh run
    events      what they wrote, checked
    logged      a logged training: what it wrote, and was it closed?
    takes       what stands in the place of the lesson's own parts meanwhile
    histories   histories whose diagnosis is certain
    stories     runs with a known fate, for a function that compares runs
"""
