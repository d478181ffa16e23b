"""The `madang` command: a terminal for people, a file each command."""

import os

# All matrices are small. More BLAS threads than one wait for each other and for streams, and make a
# board three times slower. It has to be said before NumPy is loaded, so it stands here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
