"""Images as tensors: 5,000 embedded MNIST digits, full MNIST, your own, colours, and shuffled batches.

    sets      the embedded digits, and full MNIST
    idx       MNIST's file format, which Fashion-MNIST has too: reading and fetching its files
    images    images from a folder of your own; margins and colours for whole sets
    loading   shuffled batches

Images are float32 in [0, 1], shape (N, 1, 28, 28); labels are int64, shape (N,).
"""

from course.data.idx import DataError
from course.data.images import coloured, folder, padded, uncoloured
from course.data.loading import Batches, batches
from course.data.sets import digits, mnist

__all__ = ["Batches", "DataError", "batches", "coloured", "digits", "folder", "mnist", "padded", "uncoloured"]
