"""Everything that runs, opened together and closed together."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from madang.engine.asking.roster import Roster
from madang.engine.battles.battle import Battles
from madang.engine.battles.matchmaking import Matchmaker
from madang.engine.battles.streaming import Stage
from madang.engine.battles.voting import Voting
from madang.engine.chats.attaching import Attaching
from madang.engine.chats.chat import Chats
from madang.engine.chats.importing import ChatImports
from madang.engine.chats.second_opinion import SecondOpinions
from madang.engine.chats.sharing import ChatSharing
from madang.engine.chats.shelves import Shelves
from madang.engine.chats.summarising import Summarising
from madang.engine.chats.talking import Talks
from madang.engine.exchange.exporting import Export, export_votes
from madang.engine.exchange.pseudonyms import Pseudonyms
from madang.engine.home import make_home
from madang.engine.leaderboard.boards import Leaderboard
from madang.engine.leaderboard.records import Records
from madang.engine.playground.columns import Playground
from madang.engine.playground.workshop import Workshop
from madang.engine.running.artifacts import Artifacts
from madang.engine.running.places import Places, of_battles
from madang.engine.running.runs import Runs
from madang.engine.settings import Settings
from madang.engine.templates.documents import Documents
from madang.engine.templates.filling import Templates
from madang.engine.templates.library import Library
from madang.store import Store
from madang.store.migration import upgrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Yard:
    """What the API is composed of."""

    settings: Settings
    roster: Roster
    battles: Battles
    voting: Voting
    leaderboard: Leaderboard
    records: Records
    export: Export
    playground: Playground
    workshop: Workshop
    chats: Chats
    templates: Templates
    runs: Runs
    places: Places
    artifacts: Artifacts
    shelves: Shelves
    attaching: Attaching
    chat_sharing: ChatSharing
    second: SecondOpinions
    summarising: Summarising
    chat_imports: ChatImports
    documents: Documents


@asynccontextmanager
async def open_yard(
    settings: Settings, environment: Mapping[str, str] | None, runs: Runs
) -> AsyncGenerator[Yard]:
    """Open the store (migrated to its head), the roster and the stage.

    Raises:
        StoreFailed, StoreFull, StoreLocked: the store can't be opened.
        SettingsError: a contestant or a provider can't be made of the settings.
    """
    make_home(settings)
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database)
        stack.push_async_callback(store.close)
        await store.battles.interrupt()
        await store.chats.interrupt()
        roster = await Roster.open(settings, store, environment)
        stack.push_async_callback(roster.close)
        leaderboard = Leaderboard(store, roster, settings.rulebook)
        leaderboard.open()
        stack.push_async_callback(leaderboard.close)
        matchmaker = Matchmaker(settings.drawing, roster, leaderboard)
        stage = Stage(store, settings, matchmaker.health.note)
        stage.open()
        stack.push_async_callback(stage.close)
        talks = Talks(store, settings)
        talks.open()
        stack.push_async_callback(talks.close)
        chats = Chats(settings=settings, store=store, roster=roster, talks=talks, stage=stage)
        battles = Battles(
            settings=settings, store=store, roster=roster, stage=stage, matchmaker=matchmaker
        )
        playground = Playground(settings, roster)
        stack.push_async_callback(playground.close)
        places = Places()
        places.register("b", of_battles(battles))
        places.register("c", chats.find)
        second = SecondOpinions(store=store, chats=chats, battles=battles)
        voting = Voting(
            store=store,
            battles=battles,
            stage=stage,
            leaderboard=leaderboard,
            on_vote=second.hear,
        )
        chat_imports = ChatImports(store, settings.home)
        await chat_imports.open()
        stack.push_async_callback(chat_imports.close)
        attaching = Attaching(store)
        await attaching.open()
        templates = Templates(Library(settings), store, battles)
        yield Yard(
            settings=settings,
            roster=roster,
            battles=battles,
            voting=voting,
            leaderboard=leaderboard,
            records=Records(store, leaderboard),
            templates=templates,
            documents=Documents(
                settings=settings, store=store, templates=templates, chats=chats, battles=battles
            ),
            export=partial(export_votes, store, Pseudonyms(settings.home)),
            playground=playground,
            workshop=Workshop(settings, store, roster),
            runs=runs,
            places=places,
            artifacts=Artifacts(store, places),
            chats=chats,
            shelves=Shelves(store=store, roster=roster, chats=chats),
            attaching=attaching,
            chat_sharing=ChatSharing(store=store, chats=chats),
            second=second,
            summarising=Summarising(settings=settings, store=store, roster=roster, chats=chats),
            chat_imports=chat_imports,
        )


@asynccontextmanager
async def open_roster(settings: Settings) -> AsyncGenerator[Roster]:
    """The roster alone, for commands that list or check it; no model is loaded."""
    make_home(settings)
    store = await Store.open(settings.database)
    try:
        roster = await Roster.open(settings, store, load=False)
        try:
            yield roster
        finally:
            await roster.close()
    finally:
        await store.close()


async def check(settings: Settings) -> None:
    """Find what would keep the server from starting while it can still be said in a sentence.

    Raises:
        MadangError: the home, the store or a contestant can't be used.
    """
    async with open_roster(settings):
        pass


async def migrate(settings: Settings) -> None:
    """Bring the database to its head."""
    make_home(settings)
    await upgrade(settings.database)
