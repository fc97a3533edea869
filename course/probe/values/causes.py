"""The likely cause of an error, from the words that Python and PyTorch use for it."""


def likely_cause(error: BaseException, in_network: bool = False) -> str:
    """A few words to append to an error's own, or none.

    Args:
        error: what a student's code raised.
        in_network: True when a network was made or called, not a training step.
    """
    text = str(error)
    if 'missing the required "forward"' in text and _within(error, "forward"):
        return " — forward stands inside __init__: move it to the left, below the def of __init__"
    if "same device" in text and "cuda" in text:  # on a machine with CUDA it can be either
        return f" — a tensor was left on the CPU, or {CUDA}"
    for causes in (IN_NETWORKS, ANYWHERE) if in_network else (IN_STEPS, ANYWHERE):
        for words, cause in causes.items():
            if words in text:
                return f" — {cause}"
    return ""


def _within(error, name):
    """Whether the __init__ of the network that raised the error defines a function of this name."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    network = type(frame.tb_frame.f_locals.get("self")) if frame else object
    code = getattr(vars(network).get("__init__"), "__code__", None)
    return any(getattr(constant, "co_name", "") == name for constant in getattr(code, "co_consts", ()))


CUDA = (
    '.cuda() or "cuda" is hard-coded: use .to(device) and device=device, so that the code runs on '
    "any device"
)

ANYWHERE = {
    "same device": "a tensor was left on the CPU, or a network: create noise and labels with device=device, "
    "and move images and networks with .to(device)",
    "not compiled with CUDA": CUDA,
    "No CUDA GPUs": CUDA,
    "NVIDIA driver": CUDA,
    "modified by an inplace operation": "backward() needs a tensor that was changed in place after it was "
    "used: write x = x + 1 in place of x += 1, and let optim.step() come after backward()",
    "must match the size of tensor": "two tensors whose sizes do not fit meet element by element. If one has "
    "a number for each row, give it a size of 1 for each dimension that it lacks, as in (N, 1) or "
    "(N, 1, 1, 1). Of two batches of different sizes, take the mean of each before you add. Or is a size "
    "written as a number?",
    "can't be cast to the desired output type Long": "whole numbers, such as BatchNorm's counter, cannot be "
    "averaged in place: copy them",
    "algorithm failed to converge": "its matrix holds NaN: was a root taken of an eigenvalue a little below "
    "0? clamp(min=0) comes before sqrt()",
    "Boolean value of Tensor with no values": "an if or while asks an empty tensor for yes or no: ask for "
    "its length, x.numel()",
    "Boolean value of Tensor": "an if, and, or or max() asks a whole tensor for one yes or no: work on all "
    "elements at once (torch.where, &, torch.maximum), or take .all(), .any() or .item()",
    "a leaf Variable that requires grad": "a parameter or input that collects gradients is changed in "
    "place: do it under torch.no_grad(), or work on x.clone()",
    "The input has no element": "add_histogram was given no values to count: hand it a tensor that has some",
    "Inference tensors cannot be saved": "what torch.inference_mode() made may not meet a gradient later: "
    "use detach() or torch.no_grad() there",
    "does not require grad": "the loss has no gradient: was it computed under torch.no_grad(), "
    "or from detached tensors?",
    "Module.__init__() call": "call super().__init__() first, before any layer is made",
    'missing the required "forward"': "is the method called forward, and does its def begin below that of "
    "__init__, not further right, inside __init__?",
    "'method' object is not iterable": "a call lacks its parentheses: write parameters()",
    "'float' object is not subscriptable": "one number stands where a pair is needed, such as "
    "betas=(0.5, 0.999)",
    "found dtype Long": "the labels are whole numbers: make them floats, 1.0 and 0.0",
    "Found dtype Long": "the labels are whole numbers: make them floats, 1.0 and 0.0",
    "same dtype": "numbers of another precision came in, from NumPy perhaps: make them .float()",
    "found dtype Double": "numbers of another precision came in, from NumPy perhaps: make them .float()",
    "Found dtype Double": "numbers of another precision came in, from NumPy perhaps: make them .float()",
    "'NoneType' object is not": "None came where a value was expected: is a return missing?",
    "required positional argument": "compare the call with the function's first line: all arguments, "
    "in their order",
    "values to unpack": "the names on the left are not as many as the values that come: a loader, for "
    "example, gives one tensor of images for each batch, without labels",
    "not a torch image": "transforms.Normalize takes images only: compute 2x − 1, which works for "
    "any shape",
}

IN_STEPS = {
    "'float' object has no attribute 'backward'": "backward() belongs to a tensor: take the number out, "
    "with .item(), after it",
    "second time": "the same graph is used for two backward calls: is `fake` detached in the "
    "discriminator's step, and is D asked anew in the generator's?",
    "target size": "the labels should have D's shape, (batch_size, 1): is their number taken from "
    "batch_size, or written as a number?",
    "Target size": "the labels should have the shape of D's answer: are there as many labels as "
    "images, in every batch?",
    "is invalid for input of size": "a tensor is reshaped to a size that does not fit: is the "
    "batch size written as a number? The last batch is smaller",
    "G takes noise": "draw noise of this shape, torch.randn(…, input_dim, device=device)",
    "D takes images": "flatten the real images to (batch_size, 784), and hand D images, not noise",
    "G takes latents": "draw noise of this shape, torch.randn(batch_size, nz, 1, 1, device=device)",
    "D takes whole images": "hand D the images as they are, not flattened, and not the noise",
    "all elements of input should be between 0 and 1": "BCELoss compares D's answers with labels, "
    "and takes probabilities only: a D that gives logits needs BCEWithLogitsLoss",
}

IN_NETWORKS = {
    "same device": "a tensor was left on the CPU, or goes to a device of its own: make new ones where the "
    "input is, device=x.device, and let the others be parameters or buffers, which move with the network",
    "shapes cannot be multiplied": "two sizes do not fit: are they taken from the arguments, and "
    "does each Linear take as many numbers as the one before gives? Or does a product lack a transpose, .T?",
    "is invalid for input of size": "a tensor is reshaped to a size that does not fit: is a size "
    "written as a number? Or did a step before it, such as one without padding, change it?",
    "more than 1 value per channel": "BatchNorm in train mode needs more than one number a channel; where "
    "a layer gives one number for each image, none belongs",
    "channels, but got": "two layers do not fit, or a size is written as a number: the first takes as many "
    "channels as its input has, each other one as many as the one before it gives",
    "Tensors must have same number of dimensions": "torch.cat joins tensors with as many dimensions: rows "
    "(N, nz) beside noise (N, nz, 1, 1) need two more, rows[:, :, None, None]",
    "index out of range in self": "an embedding was asked for a row that it lacks: does it have one for each "
    "class, or is their number written out?",
    "running_mean should contain": "BatchNorm takes as many channels as the layer before it gives",
    "greater than actual input size": "the image is smaller than the window by then: is there a layer too "
    "many, or does one have another stride or padding than in the table?",
}
