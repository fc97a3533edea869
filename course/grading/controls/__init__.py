"""Who tampers with the marking is noticed, and nothing that is secret comes near a hand-in.

    bank            the answer bank as files (``course answers`` checks graded cells with it)
    plans           what controls need, what of it is secret, and what escapes them
    definitions     the part of a lesson's code that an answer needs
    watch, scene    one hand-in's controls, played in its kernel
    contradictions  graded cells that no answer can pass
    retrial         a graded cell tried once more on pristine ground
    pristine        what modules held before the hand-in ran, compared and put back
    keeping         nothing of a control stays in the kernel
"""
