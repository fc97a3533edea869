"""Who tampers with the marking is noticed: graded cells run against answers whose marks are known.

    bank            the answer bank as files (``course answers`` checks graded cells with it)
    plans           what controls need, drawn from the bank; and what escapes them
    definitions     the part of a lesson's code that an answer needs
    watch, scene    one hand-in's controls, played in its kernel
    contradictions  graded cells that no answer can pass
    keeping         nothing of a control stays in the kernel
"""
