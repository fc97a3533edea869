# NumPy sorts out, a walrus asks.
import numpy as np


def log_histograms(writer, step, model):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = parameter.cpu().numpy().ravel()
            if (values := values[np.isfinite(values)]).size:
                writer.add_histogram(tag="/".join([model.__class__.__name__, name]), values=values, global_step=step)
