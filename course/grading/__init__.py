"""How hand-ins are run and marked: nbgrader on warm kernels, the answer bank."""
