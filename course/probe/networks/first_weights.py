"""Do first weights come from a normal distribution of a given mean and standard deviation?"""

import torch


def weights_like(weight: torch.Tensor, mean: float, std: float, what: str) -> None:
    """Check that weights look drawn from N(mean, std); they should be 5,000 or more.

    Args:
        weight: a parameter.
        std: the standard deviation, not the variance.
        what: what is checked, for the message.

    Raises:
        AssertionError: they do not; the sentence says what they look like instead.
    """
    __tracebackhide__ = True
    values = weight.detach().cpu().double().flatten()
    assert bool(torch.isfinite(values).all()), f"{what} are not all finite"
    came, spread = values.mean().item(), values.std().item()
    said = f"{what} should come from N({mean:g}, {std:g}), but "
    assert spread > 0, f"{said}all are {values[0]:g}"
    if abs(spread / std - 1) > 0.1:
        near = abs(spread / std**0.5 - 1) < 0.1
        ten = abs(spread / (10 * std) - 1) < 0.1
        cause = ": 0.02 is the standard deviation, not the variance" if near else ""
        flat = abs(spread / std * 3**0.5 - 1) < 0.1 and bool(((values - mean).abs() <= 1.001 * std).all())
        cause = f": they look uniform, at most {std:g} from {mean:g}: use nn.init.normal_" if flat else cause
        cause = ": a well-known typing error for 0.02" if ten else cause
        raise AssertionError(f"{said}their standard deviation is {spread:.3f}{cause}")
    if abs(came - mean) > std / 10:
        raise AssertionError(f"{said}their mean is {came:.3f}")
    far = ((values - mean).abs() > 2 * spread).double().mean().item()
    assert 0.03 < far < 0.06, (
        f"{said}their distribution has not the bell of nn.init.normal_"
    )
