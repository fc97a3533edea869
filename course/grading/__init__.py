"""How hand-ins are run and marked: warm kernels, nbgrader on top of them, the answer bank."""
