"""Where notebooks run: kernels forked from one warm process, each locked into a sandbox.

    kernel, client        what Jupyter sees: a kernel manager and a client
    messages              of what a kernel says, what is fit to be kept
    processes, warmth     the warm process, and the kernels forked from it
    forge                 what runs inside both
    interpreter, tracebacks   IPython in there, which students' code does not break by accident
    sandbox               the outer wall: bubblewrap around the warm process
    jail, guard, family, syscalls   the inner wall: around each notebook

Linux only.
"""
