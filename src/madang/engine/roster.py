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

from madang.domain.contestants import Contestant, Parameters, Prices, Version
from madang.domain.errors import ContestantGone, Language, MadangError, SettingsError
from madang.engine.settings import Entry, Settings
from madang.providers import ollama, profiles
from madang.providers.base import Provider
from madang.providers.http import Patience, open_session
from madang.providers.llamacpp import EmbeddedModel, Stage
from madang.providers.profiles import Model
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
        self._addresses: dict[str, str] = {}
        self._embedded: EmbeddedModel | None = None
        self._weights = ""
        self._versions: list[Version] = []
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
            roster._versions = [await store.contestants.version(one) for one in contestants]
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
        have = set(self._upstreams)
        if self._embedded and self._embedded.state.stage is not Stage.FAILED:
            have.add(EMBEDDED)
        return [version for version in self._versions if version.contestant.provider in have]

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
        return all(urlsplit(self._addresses[name]).hostname in LOOPBACK for name in used)

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

    async def examine(self) -> list[Finding]:
        """Ask every provider whether it is there and takes its key; nothing that costs."""

        async def ask(name: str, upstream: Upstream) -> Finding:
            count = sum(v.contestant.provider == name for v in self._versions)
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
            for version in self._versions
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
            self._add(vendor.name, vendor.wire, vendor.base_url, key)
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
        self._add(OLLAMA, "openai", f"{url.rstrip('/')}/v1", None)
        return [profiles.contestant(model, provider=OLLAMA) for model in models]

    def _own(self) -> list[Contestant]:
        """The team's providers and contestants, as madang.toml has them."""
        for entry in self._settings.providers:
            key = self._environment.get(entry.key_env) if entry.key_env else None
            if entry.key_env and not key:
                en, ko = f"{entry.key_env} is not set", f"{entry.key_env}가 없음"
                self._absent.append(Finding(name=entry.name, answers=None, en=en, ko=ko))
            self._add(entry.name, entry.wire, entry.base_url, key)
        return [self._contestant(entry) for entry in self._settings.contestants]

    def _contestant(self, entry: Entry) -> Contestant:
        vendors = {vendor.name for vendor in profiles.facts().vendors}
        have = {EMBEDDED, OLLAMA, *vendors, *self._upstreams}
        if entry.provider not in have:
            names = ", ".join(sorted(have))
            raise SettingsError(
                f"contestants: {entry.slug}",
                f"there is no provider `{entry.provider}`; there are: {names}",
                f"`{entry.provider}` 제공자가 없습니다. 있는 것: {names}",
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
            parameters=Parameters(
                temperature=entry.temperature,
                top_p=entry.top_p,
                max_tokens=entry.max_tokens,
                stop=entry.stop,
                seed=entry.seed,
            ),
        )

    def _add(self, name: str, wire: profiles.WireName, url: str, key: str | None) -> None:
        self._addresses[name] = url
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


def _refusal(contestant: Contestant) -> Finding:
    names = ", ".join(profiles.family(contestant.model).refused(contestant.parameters))
    en, ko = f"its model does not take {names}: not sent", f"모델이 받지 않아 보내지 않음: {names}"
    return Finding(name=contestant.slug, answers=None, en=en, ko=ko)
