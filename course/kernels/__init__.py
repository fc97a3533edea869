"""Where notebooks run: kernels forked from one warm process, each locked into a sandbox."""
