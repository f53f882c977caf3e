import io
import json
from importlib import resources

import numpy as np
import pytest
import teaching

from analysis.coders import weights as weighing
from analysis.coders.portrait import NAMES
from analysis.coders.weights import Weights, dump, load, shipped
from analysis.fitting.sentences import GENRES, HAPPENING, TOLD

MOST = 1_000_000  # bytes of one file: it travels with every installation


@pytest.mark.parametrize("name", ["default", "linear"])
def test_what_ships_was_made_from_named_texts_and_is_small(name: str) -> None:
    content = resources.files("analysis").joinpath(f"{weighing.FOLDER}/{name}.npz").read_bytes()
    weights = shipped(name)

    assert len(content) < MOST
    assert weights.made["written posts"] > 0
    assert weights.made["without part"] is None
    assert (weights.told, weights.events, weights.genres) == (TOLD, HAPPENING, GENRES)
    assert dump(weights) == content


def test_weights_come_back_as_they_went() -> None:
    taught = teaching.taught()
    back = load(dump(taught))

    assert back.vocabulary == taught.vocabulary
    assert (back.told, back.events, back.genres) == (taught.told, taught.events, taught.genres)
    assert back.made == taught.made
    for name in ("matrix", "scale", "bias"):
        np.testing.assert_array_equal(getattr(back, name), getattr(taught, name), strict=True)
    assert back.models.keys() == taught.models.keys()
    for name, model in taught.models.items():
        assert (back.models[name].names, back.models[name].classes) == (model.names, model.classes)
        np.testing.assert_allclose(back.models[name].matrix, model.matrix, atol=1e-5)
        np.testing.assert_allclose(back.models[name].bias, model.bias, atol=1e-5)
        np.testing.assert_allclose(back.models[name].limits, model.limits, atol=1e-5)


def test_the_same_weights_give_the_same_bytes() -> None:
    content = dump(teaching.taught())

    assert dump(load(content)) == content == dump(teaching.taught())


def test_a_file_of_another_format_is_refused() -> None:
    with np.load(io.BytesIO(dump(teaching.taught()))) as file:
        arrays = dict(file)
    facts = json.loads(arrays["facts"].tobytes()) | {"format": 99}
    arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    other = io.BytesIO()
    np.savez_compressed(other, **arrays)

    with pytest.raises(ValueError, match="weights of format 99, not 3; train them again"):
        load(other.getvalue())


def test_a_file_that_holds_objects_is_refused() -> None:
    other = io.BytesIO()
    np.savez_compressed(other, facts=np.array([{"format": 1}], dtype=object))

    with pytest.raises(ValueError, match="pickle"):
        load(other.getvalue())


def test_the_file_holds_whole_numbers_and_a_row_for_every_feature() -> None:
    weights: Weights = teaching.taught()

    assert weights.matrix.dtype == np.int8
    assert weights.matrix.shape == (len(weights.vocabulary), len(TOLD) + len(HAPPENING) + len(GENRES))
    assert sorted(weights.vocabulary.values()) == list(range(len(weights.vocabulary)))
    assert weights.rows is weights.rows


def test_models_have_a_row_for_each_class_and_a_column_for_each_number() -> None:
    for name, model in teaching.taught().models.items():
        assert model.matrix.shape == (len(model.classes), len(model.names)), name
        assert model.bias.shape == model.limits.shape == (len(model.classes),), name
    assert teaching.taught().models["told"].classes == NAMES
