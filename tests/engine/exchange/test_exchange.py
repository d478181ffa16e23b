"""What is exported and imported again gives the same board, to the last digit."""

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from madang.domain.battles import Side
from madang.domain.categories import Rulebook
from madang.domain.errors.votes import VotesFileError
from madang.domain.forms import Form
from madang.domain.redaction import redact
from madang.engine.exchange.exporting import Format, export_board, export_votes
from madang.engine.exchange.importing import import_votes
from madang.engine.exchange.pseudonyms import Pseudonyms
from madang.engine.exchange.shapes import Shape
from madang.store import Store
from tests.battles import contestant
from tests.engine.history import arrived, board_of, keep, record, season

BOOK = Rulebook()


@pytest.fixture
async def stores(tmp_path):
    opened = []

    async def another():
        store = await Store.open(f"sqlite:///{tmp_path / f'{len(opened)}.sqlite3'}")
        opened.append(store)
        return store

    yield another
    for store in opened:
        await store.close()


async def write(store, home, kind, shape=Shape.MADANG, **rest):
    blocks = export_votes(store, Pseudonyms(home), shape=shape, format=kind, **rest)
    path = home / f"votes.{kind.value}"
    path.write_bytes(b"".join([block async for block in blocks]))
    return path


async def read_board(store, home, category="overall"):
    """The whole board but for when it was made and which revision it is."""
    async with board_of(store, home, drawn=()) as leaderboard:
        board = asdict(await leaderboard.board(category))
    for name in ("updated_at", "revision"):
        del board[name]
    return board


@pytest.mark.parametrize("kind", list(Format))
@pytest.mark.parametrize("conversations", [False, True])
async def test_our_own_files_give_the_same_board(stores, tmp_path, kind, conversations):
    here, there = await stores(), await stores()
    await keep(here, list(season(700, talk=True)))
    path = await write(here, tmp_path, kind, conversations=conversations)
    survey, written = await import_votes(there, path, BOOK)
    assert (survey.good, survey.bad, written.added, written.known) == (700, 0, 700, 0)
    for category in ("overall", "in-ko", "coding"):
        mine, theirs = await read_board(here, tmp_path, category), None
        theirs = await read_board(there, tmp_path, category)
        assert theirs == mine, category
    _, again = await import_votes(there, path, BOOK)
    assert (again.added, again.known) == (0, 700)


@pytest.mark.parametrize("kind", list(Format))
@pytest.mark.parametrize("conversations", [False, True])
async def test_the_template_goes_along_and_so_does_its_category(
    stores, tmp_path, kind, conversations
):
    here, there = await stores(), await stores()
    form = Form(template="press-release", kind="marketing")
    one, other = season(2, talk=True)
    told = ("overall", "marketing")
    await keep(here, [replace(one, form=form, categories=told), other])
    path = await write(here, tmp_path, kind, conversations=conversations)
    await import_votes(there, path, BOOK)
    kept = [record async for part in there.archive.read(conversations=False) for record in part]
    assert [record.form for record in kept] == [form, None]
    assert ["marketing" in record.categories for record in kept] == [True, False]


@pytest.mark.parametrize("kind", list(Format))
async def test_fastchat_s_files_give_the_same_ratings(stores, tmp_path, kind):
    here, there = await stores(), await stores()
    await keep(here, list(season(700, talk=True)))
    path = await write(here, tmp_path, kind, Shape.FASTCHAT, conversations=True)
    assert (await import_votes(there, path, BOOK))[1].added == 700

    def numbers(board):
        rows = [
            (r["slug"], r["rating"], r["lower"], r["upper"], r["votes"]) for r in board["board"]
        ]
        return rows, board["people"], board["verdict"]["state"]

    assert numbers(await read_board(there, tmp_path)) == numbers(await read_board(here, tmp_path))


async def test_postgresql_takes_what_sqlite_gave(stores, tmp_path, postgresql_url):
    here, there = await stores(), await Store.open(postgresql_url)
    await keep(here, list(season(300, talk=True)))
    path = await write(here, tmp_path, Format.JSONL, conversations=True)
    await import_votes(there, path, BOOK)
    assert await read_board(there, tmp_path) == await read_board(here, tmp_path)
    months = await there.exposure.by_month()
    assert sum(shown.battles for shown in months) == 600
    assert await there.exposure.reasons([months[0].version]) == {}
    await there.close()


async def test_people_leave_under_pseudonyms_and_words_stay_unless_asked_for(stores, tmp_path):
    store = await stores()
    one = next(iter(season(1, talk=True)))
    await keep(store, [replace(one, person="p_secret", comment="call me")])
    text = (await write(store, tmp_path, Format.JSONL)).read_text()
    assert "p_secret" not in text
    assert "call me" not in text
    assert one.conversation[0].question not in text
    row = json.loads(text)
    again = json.loads((await write(store, tmp_path, Format.JSONL)).read_text())
    assert row["person"] == again["person"] != ""


async def test_preference_pairs_are_the_decisive_votes(stores, tmp_path):
    store = await stores()
    talks = [*season(40, talk=True, ties=0.5)]
    await keep(store, talks)
    path = await write(store, tmp_path, Format.JSONL, Shape.PAIRS)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    decisive = [one for one in talks if one.outcome.value in "ab"]
    assert len(rows) == len(decisive)
    won = Side(decisive[0].outcome.value)
    assert rows[0]["chosen"][0]["content"] == decisive[0].conversation[0].replies[won]
    assert rows[0]["rejected"][0]["content"] == decisive[0].conversation[0].replies[won.other]
    assert rows[0]["prompt"][-1]["role"] == "user"


async def test_undone_and_informed_votes_travel_and_still_do_not_count(stores, tmp_path):
    here, there = await stores(), await stores()
    at = datetime(2026, 11, 24, tzinfo=UTC)
    await keep(here, [record(1, undone_at=at), record(2, informed=True), record(3)])
    await import_votes(there, await write(here, tmp_path, Format.CSV), BOOK)
    assert (await read_board(there, tmp_path))["votes"] == 1
    assert await arrived(there) == 3


async def test_a_formula_in_a_cell_is_harmless_and_comes_back(stores, tmp_path):
    here, there = await stores(), await stores()
    await keep(here, [record(1, a="=SUM(A1)", b="two")])
    path = await write(here, tmp_path, Format.CSV)
    cell = next(csv.DictReader(io.StringIO(path.read_text())))["a"]
    assert cell == "'=SUM(A1)"
    await import_votes(there, path, BOOK)
    assert {v.contestant.slug for v in await there.contestants.all()} == {"=SUM(A1)", "two"}


async def test_half_of_the_rows_bad_imports_nothing_or_the_good_ones(stores, tmp_path):
    store = await stores()
    path = tmp_path / "half.csv"
    path.write_text("model_a,model_b,winner\n" + "one,two,model_a\none,one,tie\none,two,won\n" * 5)
    with pytest.raises(VotesFileError) as caught:
        await import_votes(store, path, BOOK)
    assert "10 of 15" in caught.value.en
    assert "line 3: one meets itself" in caught.value.en
    assert await arrived(store) == 0
    told = []
    survey, written = await import_votes(store, path, BOOK, skip_bad=True, progress=told.append)
    assert (survey.bad, written.added, told[-1]) == (10, 5, 1.0)


LINES = [
    json.dumps({"model_a": "one", "model_b": two, "winner": won, "judge": who})
    for two, won, who in [("two", "a", "ann"), ("two", "a", "ann"), ("six", "tie", "bo")]
]


async def test_a_file_that_has_grown_or_is_in_another_order_adds_only_what_is_new(stores, tmp_path):
    store = await stores()
    path = tmp_path / "votes.jsonl"
    path.write_text("\n".join(LINES))
    assert (await import_votes(store, path, BOOK))[1].added == 3
    path.write_text("\n".join(["", LINES[2], LINES[1], LINES[0], LINES[0], LINES[2]]))
    written = (await import_votes(store, path, BOOK))[1]
    assert (written.added, written.known) == (2, 3)
    table = [json.loads(line) for line in LINES]
    cells = [",".join(row) for row in (table[0], *(row.values() for row in table))]
    (tmp_path / "votes.csv").write_text("\n".join(cells))
    written = (await import_votes(store, tmp_path / "votes.csv", BOOK))[1]
    assert (written.added, written.known) == (0, 3)


async def test_lines_of_a_log_that_are_no_votes_are_passed_over(stores, tmp_path):
    vote = {"tstamp": 1.5, "type": "leftvote", "models": ["one", "two"], "states": [], "ip": "x"}
    chat = {"tstamp": 1.0, "type": "chat", "model": "one", "ip": "x"}
    path = tmp_path / "log.json"
    path.write_text(json.dumps([chat, vote, chat | {"type": "flag"}, vote | {"models": ["one"]}]))
    survey, written = await import_votes(await stores(), path, BOOK, skip_bad=True)
    assert (survey.passed, survey.bad, written.added) == (2, 1, 1)
    assert survey.told[0][1] == "models does not name two"


@pytest.mark.parametrize("name", ["votes.jsonl", "votes.json"])
async def test_what_is_no_row_is_named_by_its_line(stores, tmp_path, name):
    rows = ["3", LINES[0], "null", LINES[2]]
    whole = "[\n" + ",\n".join(rows) + "\n]"
    path = tmp_path / name
    path.write_text(whole if name == "votes.json" else "\n".join(['{"model_a": "one"', *rows]))
    store = await stores()
    with pytest.raises(VotesFileError, match="line 4: not readable as a row"):
        await import_votes(store, path, BOOK)
    survey, written = await import_votes(store, path, BOOK, skip_bad=True)
    assert (written.added, [line for line, *_ in survey.told][-2:]) == (2, [2, 4])


async def test_what_fails_in_the_middle_leaves_nothing(stores):
    store = await stores()

    async def parts():
        yield [(one, one.measures) for one in season(10)]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.intake.write(parts())
    assert await arrived(store) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "columns"),
        ("a,b\n1,2\n", "columns: a, b"),
        ("[{", "not valid JSON"),
        ('{"models": []', "not valid JSON"),
        ("PAR1 nonsense", "not valid Parquet"),
        ('{"models": ["one"], "X": [[0, 1]], "Y": [[1, 0, 0, 0]]}', "indices into models"),
    ],
)
async def test_files_that_are_none_say_so(stores, tmp_path, text, said):
    path = tmp_path / ("votes.json" if text[:1] in "[{" and text else "votes")
    path.write_text(text)
    store = await stores()
    if not text:
        survey, _ = await import_votes(store, path, BOOK)
        assert survey.good == 0
        return
    with pytest.raises(VotesFileError, match=said):
        await import_votes(store, path, BOOK)


async def test_a_vote_of_comparia(stores, tmp_path):
    said = [{"role": "user", "content": "Bonjour"}, {"role": "assistant", "content": "Salut"}]
    row = {
        "model_a_name": "m-a",
        "model_b_name": "m-b",
        "both_equal": False,
        "conversation_a": said,
        "conversation_b": said,
        "conv_turns": 1,
        "visitor_id": "v1",
        "timestamp": "2024-11-07T15:42:18",
    }
    rows = [
        row | {"chosen_model_name": "m-b", "conversation_pair_id": "1"},
        row | {"chosen_model_name": None, "both_equal": True, "conversation_pair_id": "2"},
        row | {"chosen_model_name": "m-c", "conversation_pair_id": "3"},
    ]
    path = tmp_path / "votes.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    store = await stores()
    survey, written = await import_votes(store, path, BOOK, skip_bad=True)
    assert (survey.bad, written.added) == (1, 2)
    board = await read_board(store, tmp_path, "in-fr")
    assert {(r["slug"], r["wins"], r["ties"]) for r in board["board"]} == {
        ("m-a", 0, 1),
        ("m-b", 1, 1),
    }


async def test_a_board_as_a_file(stores, tmp_path):
    store = await stores()
    await keep(store, list(season(200)))
    async with board_of(store, tmp_path, drawn=()) as leaderboard:
        board = await leaderboard.board()
    rows = list(csv.DictReader(io.StringIO(export_board(board, Format.CSV).decode())))
    assert [row["slug"] for row in rows] == [row.slug for row in board.board]
    table = pq.read_table(io.BytesIO(export_board(board, Format.PARQUET)))
    assert table["rating"].to_pylist() == [row.rating for row in board.board]
    assert len(json.loads(export_board(board, Format.JSON))) == 3


def test_redaction_takes_out_what_it_knows_and_leaves_the_rest() -> None:
    text = (
        "Kim (kim@example.com, 010-1234-5678) uses sk-abcdefghijklmnopqrstuvwx at 10.0.0.1; 3+4=7"
    )
    out = redact(text)
    assert out == "Kim ([email], [phone]) uses [key] at [ip]; 3+4=7"


def configured(slug, system=""):
    return contestant(slug=slug, name=slug.title(), provider="nowhere", model=slug, system=system)


@pytest.mark.parametrize("contestants_first", [True, False])
async def test_a_history_and_its_contestants_may_come_in_either_order(
    stores, tmp_path, contestants_first
):
    here, there = await stores(), await stores()
    for system in ("", "Be brief."):  # One has a version behind it
        await here.contestants.version(configured("one", system))
    for slug in ("two", "six"):
        await here.contestants.version(configured(slug))
    older = list(season(200, seed=1))
    newer = [
        replace(
            one,
            vote=f"n{one.vote}",
            battle=f"n{one.battle}",
            sides={s: replace(k, number=1 + (k.slug == "one")) for s, k in one.sides.items()},
        )
        for one in season(200)
    ]
    await keep(here, older + newer)
    path = await write(here, tmp_path, Format.JSONL)

    async def configure():
        for one in (configured("one", "Be brief."), configured("two"), configured("six")):
            await there.contestants.version(one)

    if contestants_first:
        await configure()
    await import_votes(there, path, BOOK)
    await configure()

    async def read(store):
        board = await read_board(store, tmp_path)
        systems = {
            (v.contestant.slug, v.number): v.contestant.system
            for v in await store.contestants.all()
        }
        return {
            (row["slug"], systems[row["slug"], row["version"]]): (row["rating"], row["votes"])
            for row in board["board"]
        }

    assert await read(there) == await read(here)
    assert len(await there.contestants.all()) == 4


async def test_a_contestant_of_whom_only_votes_were_known_takes_them_up(stores):
    store = await stores()
    await keep(store, list(season(40)))
    joined = await store.contestants.version(configured("one"))
    assert joined.number == 1
    later = await store.contestants.version(configured("one", "Be brief."))
    assert later.number == 2
    assert (await store.contestants.version(configured("one"))).id == joined.id


@pytest.mark.parametrize("kind", list(Format))
async def test_categories_go_along_in_fastchat_s_columns(stores, tmp_path, kind):
    here, there = await stores(), await stores()
    await keep(here, list(season(60)))
    path = await write(here, tmp_path, kind, Shape.FASTCHAT)
    await import_votes(there, path, BOOK)
    for category in ("coding", "in-ko"):
        mine = await read_board(here, tmp_path, category)
        assert mine["votes"] > 0
        assert (await read_board(there, tmp_path, category))["votes"] == mine["votes"]


async def test_the_field_s_own_tags_are_read(stores, tmp_path):
    path = tmp_path / "arena.jsonl"
    row = {"model_a": "x", "model_b": "y", "winner": "model_a", "is_code": True}
    row["category_tag"] = {"math_v0.1": {"math": True}, "creative_writing_v0.1": {}}
    path.write_text(json.dumps(row))
    store = await stores()
    await import_votes(store, path, BOOK)
    votes = [
        (await read_board(store, tmp_path, category))["votes"]
        for category in ("coding", "maths", "creative")
    ]
    assert votes == [1, 1, 0]


@pytest.mark.parametrize("shape", list(Shape))
async def test_a_table_without_votes_has_its_columns(stores, tmp_path, shape):
    full, empty = await stores(), await stores()
    await keep(full, list(season(30, talk=True)))
    for kind in (Format.CSV, Format.PARQUET):
        heads = []
        for store in (full, empty):
            path = await write(store, tmp_path, kind, shape, conversations=True)
            table = kind is Format.PARQUET
            heads.append(
                pq.read_schema(path).names
                if table
                else next(csv.reader(path.read_text().splitlines()))
            )
        assert heads[0] == heads[1]


async def test_an_empty_board_has_its_columns(stores, tmp_path):
    heads = []
    for store, drawn in ((await stores(), ("one", "two")), (await stores(), ())):
        async with board_of(store, tmp_path, drawn=drawn) as leaderboard:
            text = export_board(await leaderboard.board(), Format.CSV).decode()
        heads.append(text.splitlines()[0])
    assert heads[0] == heads[1]
