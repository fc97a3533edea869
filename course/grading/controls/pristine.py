"""What modules held before a hand-in ran: compared with what they hold now, and put back.

The warm process remembers it once, and each kernel inherits it with the modules themselves.
"""

import contextlib
import copy
import functools
import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

COURSE = ("course.probe", "course.metrics", "course.grading", "course.device")  # what marks; all of it
DATA = ("course.data",)  # with these it compares: put back, but nobody is accused
# What graded cells and the course call besides: what these themselves define or offer.
LIBRARIES = (
    "builtins", "contextlib", "copy", "inspect", "itertools", "json", "math", "numpy", "os.path", "random",
    "statistics", "torch", "torch.autograd", "torch.nn", "torch.nn.functional", "torch.nn.init",
    "torch.nn.modules.module", "torch.optim", "torch.serialization", "torchvision.utils",
)  # fmt: skip
# IPython has its own of these, which come and go.
SHELLS = {"copyright", "credits", "display", "exit", "get_ipython", "help", "input", "license", "quit"}
OURS = {"Generator"}  # of torch: `course.device.accelerator` has its own
FIXED = 1 << 8  # a class whose attributes cannot be set
PARTS = ("__code__", "__defaults__", "__kwdefaults__")
MISSING = object()


class Place(NamedTuple):
    """A module, class or function, and what it held."""

    name: str
    owner: Any
    held: dict[str, Any]


_course: list[Place] = []
_libraries: list[Place] = []
_computed: list[tuple[Place, str, Any]] = []  # where functions stand that keep a result, and that result


def remember() -> None:
    """Note what the modules hold that are imported, and of the course's own all that marks.

    Also what its functions have computed once for all, such as the real digits' statistics.
    """
    for name in COURSE[:2]:
        with contextlib.suppress(ImportError):
            package = importlib.import_module(name)
            for module in pkgutil.walk_packages(package.__path__, f"{name}."):
                importlib.import_module(module.name)
    modules = {name: module for name, module in sys.modules.items() if isinstance(module, ModuleType)}
    ours = [name for name in modules if name == "course" or name.startswith(COURSE)]
    _course[:] = _places({name: modules[name] for name in ours}, hidden=True)
    data = [name for name in modules if name.startswith(DATA)]
    _libraries[:] = _places({name: modules[name] for name in LIBRARIES if name in modules}, hidden=False)
    _libraries.extend(_places({name: modules[name] for name in data}, hidden=True))
    known = {name: modules[name] for name in (*ours, *data, *LIBRARIES) if name in modules}
    _libraries.append(Place("sys.modules", sys.modules, known))
    for place, key, _ in list(_differences([*_course, *_libraries])):  # made anew at each look
        del place.held[key]
    measures = [place for place in [*_course, *_libraries] if place.name.startswith((*COURSE[:2], *DATA))]
    kept = [(place, key) for place in measures for key, value in place.held.items() if _has_result(value)]
    _computed[:] = [(place, key, copy.deepcopy(place.held[key]())) for place, key in kept]


def accept() -> None:
    """What differs by now the kernel itself has set anew, as it started: the seed of its draws."""
    for place, key, now in list(_differences([*_course, *_libraries])):
        place.held[key] = now


def changed() -> list[str]:
    """Names of what of the course's own code is another than it was; a module that was reloaded is not."""
    found = _differences(_course)
    return [_full(place, key) for place, key, now in found if not _alike(now, place.held[key])]


def put_back(later: Callable[..., Any], all_of_it: bool = True) -> list[str]:
    """Let the modules hold again what they held.

    Functions that keep a result have what they had, too: as a copy for each call, so that whoever
    changes it in place changes nothing for the next.

    Args:
        later: called with a function and its arguments for each part: what would undo it.
        all_of_it: False: of the course's own code only, and not what it keeps.

    Returns:
        The names of what was changed.
    """
    names = []
    for place, key, now in list(_differences([*_course, *(_libraries if all_of_it else ())])):
        with contextlib.suppress(Exception):  # a class that refuses
            _set(place.owner, key, place.held[key])
            later(_set, place.owner, key, now)
            names.append(_full(place, key))
    if all_of_it:
        _recall(later)
    return names


def _recall(later):
    """Exchange functions that keep a result: what they keep may have been changed in place."""
    for place, key, result in _computed:
        later(_hold, place, key, place.held[key])
        _hold(place, key, functools.partial(copy.deepcopy, result))


def _hold(place, key, value):
    place.held[key] = value
    _set(place.owner, key, value)


def _has_result(value):
    """Whether this is a function without arguments that has computed what it keeps."""
    kept = isinstance(value, functools._lru_cache_wrapper) and value.cache_info().currsize == 1
    return kept and not value.__wrapped__.__code__.co_argcount


def _places(modules, hidden):
    """The places in modules: each itself, the classes that it offers, and the functions in both."""
    places, seen = [], set()
    for name, module in modules.items():
        held = {key: value for key, value in vars(module).items() if _counts(key, value, hidden)}
        places.append(Place(name, module, held))
        for key, value in held.items():
            if id(value) in seen or not (hidden or _is_of(value, modules)):
                continue
            seen.add(id(value))
            if isinstance(value, FunctionType):
                places.append(_of_function(f"{name}.{key}", value))
            elif isinstance(value, type) and not _is_closed(value) and _is_of(value, modules):
                places += _of_class(f"{name}.{key}", value)
    return places


def _is_closed(kind):
    """Whether a class is made in C or C++: nothing of it can be exchanged, or it changes by itself."""
    return kind.__flags__ & FIXED or type(kind).__name__.startswith("pybind11")


def _of_class(name, owner):
    held = {key: value for key, value in vars(owner).items() if _is_code(value) and key != "__class__"}
    functions = {key: getattr(value, "__func__", value) for key, value in held.items()}
    return [
        Place(name, owner, held),
        *(_of_function(f"{name}.{k}", f) for k, f in functions.items() if isinstance(f, FunctionType)),
    ]


def _of_function(name, function):
    return Place(name, function, {part: getattr(function, part) for part in PARTS})


def _counts(key, value, hidden):
    """Whether a name of a module is one that nobody changes in earnest."""
    if hidden:
        return _is_code(value) or isinstance(value, ModuleType) or key.strip("_").isupper()
    taken = key.startswith("_") or key in SHELLS | OURS
    return not taken and (_is_code(value) or isinstance(value, ModuleType))


def _is_code(value):
    return callable(value) or isinstance(value, staticmethod | classmethod | property)


def _is_of(value, modules):
    """Whether a function or class comes from one of these modules' packages."""
    room = str(getattr(value, "__module__", "")).split(".")[0]
    return any(name.split(".")[0] == room for name in modules)


def _differences(places: Iterable[Place]) -> Iterator[tuple[Place, str, Any]]:
    """Each place and key whose value is another than it was, and that value."""
    for place in places:
        if isinstance(place.owner, FunctionType):
            now = {part: getattr(place.owner, part) for part in PARTS}
        else:
            now = place.owner if isinstance(place.owner, dict) else place.owner.__dict__
        for key, value in place.held.items():
            if (found := now.get(key, MISSING)) is not value:
                yield place, key, found


def _alike(now, then):
    """Whether two values do the same: those of a module that was loaded twice do."""
    if isinstance(now, FunctionType) and isinstance(then, FunctionType):
        return all(getattr(now, part) == getattr(then, part) for part in PARTS)
    if isinstance(now, type) and isinstance(then, type):
        mine, theirs = ({k: v for k, v in vars(c).items() if _is_code(v)} for c in (now, then))
        return mine.keys() == theirs.keys() and all(_alike(mine[key], theirs[key]) for key in theirs)
    if isinstance(now, staticmethod | classmethod) and type(now) is type(then):
        return _alike(now.__func__, then.__func__)
    if isinstance(now, property) and isinstance(then, property):
        return _alike(now.fget, then.fget)
    plain = type(now) is type(then) and type(now) in (int, float, str, bytes, tuple, frozenset, bool)
    return now is then or (plain and now == then)


def _set(owner, key, value):
    if isinstance(owner, dict):
        if value is MISSING:
            owner.pop(key, None)
        else:
            owner[key] = value
    elif value is MISSING:
        delattr(owner, key)
    else:
        setattr(owner, key, value)


def _full(place, key):
    return place.name if key in PARTS else f"{place.name}.{key}"
