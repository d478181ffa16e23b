"""Who may be drawn: contestants from the settings and from what is found, each with its provider.

Keys are read from the environment here, once, and handed to the providers; they are kept nowhere
else. How a vendor is asked is the provider's business.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, Self
from urllib.parse import urlsplit

import aiohttp

from madang.domain.contestants import (
    Contestant,
    Parameters,
    Presence,
    Prices,
    Version,
    plain_schema,
)
from madang.domain.errors import Language, MadangError
from madang.domain.errors.battles import ContestantGone
from madang.domain.errors.server import SettingsError
from madang.domain.errors.upstreams import UpstreamError
from madang.engine.settings import Entry, Settings
from madang.providers import ollama, profiles
from madang.providers.base import Provider
from madang.providers.http import Patience, open_session
from madang.providers.llamacpp import EmbeddedModel, Stage
from madang.providers.profiles import Model, WireName
from madang.providers.upstream import Upstream
from madang.providers.weights import find_weights
from madang.store import Store

EMBEDDED = "embedded"
OLLAMA = "ollama"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The embedded model as a reader sees it; `fraction` of its loading, where known."""

    state: Literal["off", "loading", "ready", "failed"]
    fraction: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a provider is, and how it is spoken to. `key_env` names the variable of its key."""

    name: str
    wire: WireName
    base_url: str
    key_env: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an examination found of one provider; `answers` is None where it wasn't asked."""

    name: str
    answers: bool | None
    en: str = ""
    ko: str = ""
    error: MadangError | None = None

    def note(self, language: Language) -> str:
        if self.error:
            return self.error.message(language)
        return self.ko if language == "ko" else self.en


class Roster:
    """All contestants that are configured or found, and how each is asked."""

    def __init__(
        self,
        settings: Settings,
        session: aiohttp.ClientSession,
        environment: Mapping[str, str],
    ) -> None:
        self._settings = settings
        self._session = session
        self._environment = environment
        self._upstreams: dict[str, Upstream] = {}
        self._addresses: dict[str, Address] = {}
        self._embedded: EmbeddedModel | None = None
        self._weights = ""
        self._versions: dict[str, Version] = {}
        self._given: set[str] = set()
        self._paused: set[str] = set()
        self._retired: list[Model] = []
        self._absent: list[Finding] = []

    @classmethod
    async def open(
        cls,
        settings: Settings,
        store: Store,
        environment: Mapping[str, str] | None = None,
        *,
        load: bool = True,
    ) -> Self:
        """Gather the contestants and give each its version.

        Args:
            settings: which to gather.
            store: where versions are kept.
            environment: where keys are; None means the process's own.
            load: whether to begin loading the embedded model.

        Raises:
            SettingsError: a contestant names a provider that there isn't, or a slug stands twice.
        """
        roster = cls(settings, open_session(), os.environ if environment is None else environment)
        try:
            contestants = [
                *roster._embed(load=load),
                *roster._presets(),
                *await roster._ollama(),
                *roster._own(),
            ]
            _require_distinct(contestants)
            for one in contestants:
                roster._versions[one.slug] = await store.contestants.version(one)
            roster._given = set(roster._versions)
            await roster._workshop(store)
        except BaseException:
            await roster.close()
            raise
        return roster

    async def close(self) -> None:
        if self._embedded:
            await self._embedded.close()
        await self._session.close()

    def ready(self) -> list[Version]:
        """Those that may be drawn now. A model that is still loading lets its askers wait."""
        have = set(self.providers)
        return [v for v in self._versions.values() if v.contestant.provider in have]

    @property
    def paused(self) -> frozenset[str]:
        """The slugs of those that were paused in the page; the settings have their own list."""
        return frozenset(self._paused)

    def find(self, slug: str) -> Version | None:
        """The contestant of this slug as it stands, whether or not it can answer now."""
        return self._versions.get(slug)

    def enter(self, version: Version, presence: Presence) -> None:
        """Let a contestant made in the page stand, be paused or go, from this moment on.

        The settings come first: where they have one of this slug, that one stays.
        """
        slug = version.contestant.slug
        if slug in self._given:
            return
        self._paused.discard(slug)
        if presence is Presence.RETIRED:
            self._versions.pop(slug, None)
            return
        self._versions[slug] = version
        if presence is Presence.PAUSED:
            self._paused.add(slug)

    @property
    def providers(self) -> list[str]:
        """The names of those that can be asked now."""
        embedded = self._embedded and self._embedded.state.stage is not Stage.FAILED
        return [*([EMBEDDED] if embedded else []), *self._upstreams]

    def address(self, provider: str) -> Address | None:
        """Where a provider is; None for the embedded model, which only Madang can ask."""
        return self._addresses.get(provider)

    def reach(self, slug: str) -> Version | None:
        """The contestant of this slug, if it can be asked now."""
        return next((one for one in self.ready() if one.contestant.slug == slug), None)

    def provider(self, contestant: Contestant) -> Provider:
        """Whom to ask.

        Raises:
            ContestantGone: its provider is no longer configured.
        """
        if contestant.provider == EMBEDDED and self._embedded:
            return self._embedded
        if contestant.provider not in self._upstreams:
            raise ContestantGone
        return self._upstreams[contestant.provider]

    @property
    def retired(self) -> list[Model]:
        """Presets that their vendor has ended: not drawn, unless madang.toml names them."""
        return self._retired

    @property
    def local(self) -> bool:
        """Whether no contestant is asked over a network."""
        used = {version.contestant.provider for version in self.ready()} - {EMBEDDED}
        return all(urlsplit(self._addresses[name].base_url).hostname in LOOPBACK for name in used)

    def embedded(self, language: Language) -> Readiness:
        """How far the embedded model is."""
        if self._embedded is None:
            absent = next((one for one in self._absent if one.name == EMBEDDED), None)
            if absent is None:
                return Readiness(state="off")
            return Readiness(state="failed", reason=absent.note(language))
        state = self._embedded.state
        if state.error:
            return Readiness(state="failed", reason=state.error.message(language))
        if state.stage is Stage.READY:
            return Readiness(state="ready", fraction=1.0)
        return Readiness(state="loading", fraction=state.fraction)

    async def models(self, provider: str) -> tuple[list[str], UpstreamError | None]:
        """A provider's models by id, those it names itself last; and why it names none."""
        known = [v.contestant for v in self._versions.values()]
        ours = [one.model for one in known if one.provider == provider]
        if provider not in self._upstreams:
            return list(dict.fromkeys(ours)), None
        try:
            named = await self._upstreams[provider].models()
        except UpstreamError as error:
            return list(dict.fromkeys(ours)), error
        return list(dict.fromkeys([*ours, *named])), None

    async def examine(self) -> list[Finding]:
        """Ask every provider whether it is there and takes its key; nothing that costs."""

        async def ask(name: str, upstream: Upstream) -> Finding:
            count = sum(v.contestant.provider == name for v in self._versions.values())
            en, ko = f"answers; {count} contestants", f"응답함, 참가자 {count}"
            try:
                await upstream.check()
            except MadangError as error:
                return Finding(name=name, answers=False, error=error)
            return Finding(name=name, answers=True, en=en, ko=ko)

        found: list[Finding] = []
        if self._weights:
            found.append(Finding(name=EMBEDDED, answers=True, en=self._weights, ko=self._weights))
        asked = await asyncio.gather(*(ask(name, up) for name, up in self._upstreams.items()))
        return [*found, *asked, *self._absent, *map(_refusal, self._refusing())]

    def _refusing(self) -> list[Contestant]:
        """Those whose model takes not all of the parameters they were given."""
        return [
            version.contestant
            for version in self._versions.values()
            if profiles.family(version.contestant.model).refused(version.contestant.parameters)
        ]

    def _embed(self, *, load: bool) -> list[Contestant]:
        settings = self._settings.embedded
        if not settings.enabled:
            return []
        try:
            weights = find_weights(settings.model)
        except MadangError as error:
            self._absent.append(Finding(name=EMBEDDED, answers=False, error=error))
            return []
        self._weights = weights.name
        self._embedded = EmbeddedModel(
            self._session,
            weights=weights,
            slots=settings.slots,
            context_tokens=settings.context_tokens,
            threads=settings.threads,
            patience=self._patience(),
        )
        if load:
            self._embedded.start()
        return profiles.embedded_contestants(
            weights.stem, provider=EMBEDDED, context_tokens=settings.context_tokens
        )

    def _presets(self) -> list[Contestant]:
        """The vendors whose key is there, with the models they still serve."""
        today = datetime.now(UTC).date().isoformat()
        contestants: list[Contestant] = []
        for vendor in profiles.facts().vendors:
            key = self._environment.get(vendor.key_env)
            if not key:
                en, ko = f"{vendor.key_env} is not set", f"{vendor.key_env}가 없음"
                self._absent.append(Finding(name=vendor.name, answers=None, en=en, ko=ko))
                continue
            self._add(vendor.name, vendor.wire, vendor.base_url, vendor.key_env, key)
            for model in profiles.presets(vendor.name) if self._settings.presets else ():
                if model.retired is None or model.retired > today:
                    contestants.append(profiles.contestant(model.id, provider=vendor.name))
                else:
                    self._retired.append(model)
        return contestants

    async def _ollama(self) -> list[Contestant]:
        """The models of an Ollama at its usual address, if one is there."""
        url = self._settings.ollama_url
        if not url:
            return []
        models = await ollama.find_models(self._session, url)
        if not models:
            en, ko = f"not found at {url}", f"{url}에 없음"
            self._absent.append(Finding(name=OLLAMA, answers=None, en=en, ko=ko))
            return []
        self._add(OLLAMA, "openai", f"{url.rstrip('/')}/v1", None, None)
        return [profiles.contestant(model, provider=OLLAMA) for model in models]

    def _own(self) -> list[Contestant]:
        """The team's providers and contestants, as madang.toml has them."""
        for entry in self._settings.providers:
            key = self._environment.get(entry.key_env) if entry.key_env else None
            if entry.key_env and not key:
                en, ko = f"{entry.key_env} is not set", f"{entry.key_env}가 없음"
                self._absent.append(Finding(name=entry.name, answers=None, en=en, ko=ko))
            self._add(entry.name, entry.wire, entry.base_url, entry.key_env, key)
        return [self._contestant(entry) for entry in self._settings.contestants]

    def _contestant(self, entry: Entry) -> Contestant:
        vendors = {vendor.name for vendor in profiles.facts().vendors}
        have = {EMBEDDED, OLLAMA, *vendors, *self._upstreams}
        if entry.provider not in have:
            names = ", ".join(sorted(have))
            raise SettingsError(
                f"contestants: {entry.slug}",
                f"there is no provider `{entry.provider}`; there are: {names}",
                f"`{entry.provider}` 공급자가 없습니다. 있는 것: {names}",
            )
        known = profiles.contestant(entry.model, provider=entry.provider, slug=entry.slug)
        prices = known.prices
        if entry.price_in is not None and entry.price_out is not None:
            prices = Prices(tokens_in=entry.price_in, tokens_out=entry.price_out)
        return replace(
            known,
            name=entry.name or (known.name if not entry.system else entry.slug),
            maker=entry.maker or known.maker,
            system=entry.system,
            prices=prices,
            sees_images=known.sees_images if entry.sees_images is None else entry.sees_images,
            context_tokens=entry.context_tokens or known.context_tokens,
            parameters=Parameters(
                temperature=entry.temperature,
                top_p=entry.top_p,
                max_tokens=entry.max_tokens,
                stop=entry.stop,
                seed=entry.seed,
                json_schema=_schema(entry),
            ),
        )

    async def _workshop(self, store: Store) -> None:
        """Those made in the page."""
        for made in await store.workshop.all():
            if made.version.contestant.slug in self._given:
                self._absent.append(_eclipsed(made.version.contestant))
            self.enter(made.version, made.presence)

    def _add(
        self, name: str, wire: WireName, url: str, key_env: str | None, key: str | None
    ) -> None:
        self._addresses[name] = Address(name=name, wire=wire, base_url=url, key_env=key_env)
        self._upstreams[name] = Upstream(
            self._session, wire=wire, base_url=url, key=key, patience=self._patience()
        )

    def _patience(self) -> Patience:
        return Patience(
            first_word=self._settings.first_word_seconds, silence=self._settings.silence_seconds
        )


def _require_distinct(contestants: list[Contestant]) -> None:
    slugs = [contestant.slug for contestant in contestants]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        names = ", ".join(twice)
        raise SettingsError(
            "contestants", f"these slugs stand twice: {names}", f"두 번 나온 slug: {names}"
        )


def _schema(entry: Entry) -> str | None:
    if entry.json_schema is None:
        return None
    try:
        return plain_schema(entry.json_schema)
    except ValueError as error:
        raise SettingsError(
            f"contestants: {entry.slug}",
            f"its json_schema can't be used: {error}",
            f"json_schema를 쓸 수 없습니다: {error}",
        ) from error


def _eclipsed(contestant: Contestant) -> Finding:
    en = "made in the page, and not drawn: another contestant now has its slug"
    ko = "페이지에서 만들었으나 안 나옴: 지금은 다른 참가자가 이 slug를 씀"
    return Finding(name=contestant.slug, answers=None, en=en, ko=ko)


def _refusal(contestant: Contestant) -> Finding:
    names = ", ".join(profiles.family(contestant.model).refused(contestant.parameters))
    en, ko = f"its model does not take {names}: not sent", f"모델이 받지 않아 보내지 않음: {names}"
    return Finding(name=contestant.slug, answers=None, en=en, ko=ko)
