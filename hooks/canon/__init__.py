"""The engine: question files in, a checked canon and its pages out. It knows nothing of MkDocs."""

import os

# Nothing here multiplies matrices. Starting the threads that could takes a third of the time that
# all imports take, in each process.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
