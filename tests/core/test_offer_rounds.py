"""The rounds of a negotiation side by side."""

from digiflow_core.offer_rounds import changes, compare


def item(key, quantity=1, price=100, discount=0):
    """An item of an offer."""
    subtotal = quantity * price * (100 - discount) / 100
    return {
        "key": key,
        "name": f"item {key}",
        "quantity": quantity,
        "price": price,
        "discount": discount,
        "subtotal": subtotal,
    }


def test_a_column_for_each_round():
    first, second = [item("a"), item("b")], [item("c"), item("b", price=90)]
    rows = compare([first, second])
    assert [row["name"] for row in rows] == ["item a", "item b", "item c"]
    assert [row["cells"] for row in rows] == [
        [first[0], None],
        [first[1], second[1]],
        [None, second[0]],
    ]


def test_the_same_twice_is_two_rows():
    rows = compare([[item("a"), item("a", quantity=2)], [item("a")]])
    assert [[cell and cell["quantity"] for cell in row["cells"]] for row in rows] == [
        [1, 1],
        [2, None],
    ]


def test_no_rounds():
    assert compare([]) == []


def test_changes_in_their_order():
    moves = changes(item("a"), item("a", quantity=2, price=90, discount=5))
    assert moves == [("quantity", 1, 2), ("price", 100, 90), ("discount", 0, 5)]


def test_added_and_removed():
    assert changes(None, item("a")) == [("added", None, None)]
    assert changes(item("a"), None) == [("removed", None, None)]
    assert changes(None, None) == []
    assert changes(item("a"), item("a")) == []
