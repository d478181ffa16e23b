"""Madang's ratings beside other packages', on the same synthetic file, in the same run.

    python bench/rating.py [--votes 1000000] [--contestants 100]

Every job runs in a process of its own and says how long it took (imports apart), what memory it
peaked at and how far its ratings are from the exact maximum, which is found here in extended
precision. The others live in `.cache/bench`, made from `requirements/bench.lock`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache"
PEERS = CACHE / "bench"
VOTES = CACHE / "bench-votes.parquet"
FEATURES = ("length", "headers", "lists", "bold")
VOTERS = 5_000
ROUNDS = 3


def write_votes(path: Path, votes: int, contestants: int) -> None:
    """A file of votes with voters and four style contrasts, the same every time."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(2024)
    theta = random.normal(0, 0.5, contestants)
    a = random.integers(0, contestants, votes)
    b = (a + random.integers(1, contestants, votes)) % contestants
    worth = {"length": 0.249, "headers": 0.024, "lists": 0.031, "bold": 0.019}
    columns: dict[str, Any] = {}
    odds = theta[a] - theta[b]
    for name in FEATURES:
        left, right = random.lognormal(5, 0.8, (2, votes)).astype(int)
        columns |= {f"{name}_a": left, f"{name}_b": right}
        contrast = (left - right) / (left + right + (name != "length"))
        odds += worth[name] * contrast / contrast.std()
    words = np.array(["model_a", "model_b", "tie", "both_bad"])
    outcome = (random.random(votes) > 1 / (1 + np.exp(-odds))).astype(int)
    outcome = np.where(random.random(votes) < 0.3, random.integers(2, 4, votes), outcome)
    names = np.array([f"model-{i:04d}" for i in range(contestants)])
    people = np.array([f"person-{i:05d}" for i in range(VOTERS)])
    table = {"model_a": names[a], "model_b": names[b], "winner": words[outcome]}
    table["judge"] = people[random.integers(0, VOTERS, votes)]
    pq.write_table(pa.table(table | columns), path)


def exact_ratings(path: Path) -> list[float]:
    """The maximum of the likelihood, with gradients in extended precision."""
    import numpy as np

    from madang.cli.votes import sheet
    from madang.rating import tally

    counted = tally(sheet.read(path).votes)
    matches, scores = counted.matches.astype(np.longdouble), counted.scores.astype(np.longdouble)
    theta = np.zeros(len(scores), dtype=np.longdouble)
    for _ in range(60):
        p = 1 / (1 + np.exp(theta[None, :] - theta[:, None]))
        weight = (matches * p * (1 - p)).astype(float)
        bend = np.diag(weight.sum(axis=1)) - weight + weight.mean()
        step = np.linalg.solve(bend, (scores - (matches * p).sum(axis=1)).astype(float))
        theta += step - step.mean()
        if np.abs(step).max() < 1e-16:
            break
    return (1000 + 400 / np.log(np.longdouble(10)) * theta).astype(float).tolist()


# The jobs. Each yields once after its imports, and then its ratings in the order of the names.

Job = Callable[[Path], Iterator[Any]]


def madang_board(path: Path) -> Iterator[Any]:
    from madang.cli.votes import sheet
    from madang.rating import fit

    while True:
        yield None
        board = fit(sheet.read(path).votes)
        yield board.ratings.tolist()


def madang_style(path: Path) -> Iterator[Any]:
    from madang.cli.votes import sheet
    from madang.rating import fit_styled

    while True:
        yield None
        read = sheet.read(path, style=True)
        fit_styled(read.votes, {name: read.feature(name) for name in FEATURES})
        yield None


def madang_arrays(path: Path) -> Iterator[Any]:
    from madang.cli.votes import sheet
    from madang.rating import fit

    votes = sheet.read(path).votes
    while True:
        yield None
        yield fit(votes).ratings.tolist()


def madang_one_more(path: Path) -> Iterator[Any]:
    from madang.cli.votes import sheet
    from madang.rating import Live

    live = Live(sheet.read(path).votes)
    live.take(0, 1, 0, 0)
    while True:
        yield None
        live.take(0, 1, 0, 0)
        yield None


def madang_bootstrap(path: Path) -> Iterator[Any]:
    from madang.cli.votes import sheet
    from madang.rating import bootstrap

    votes = sheet.read(path).votes
    while True:
        yield None
        bootstrap(votes, 100)
        yield None


def arena_rank_board(path: Path) -> Iterator[Any]:
    import pandas as pd
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    while True:
        yield None
        frame = pd.read_parquet(path, columns=["model_a", "model_b", "winner"])
        data = PairDataset.from_pandas(frame)
        found = BradleyTerry(len(data.competitors)).compute_ratings_and_cis(data)
        by_name = dict(zip(found["competitors"], found["ratings"], strict=True))
        yield [float(by_name[name]) for name in sorted(by_name)]


def arena_rank_style(path: Path) -> Iterator[Any]:
    import pandas as pd
    from arena_rank.models.contextual_bradley_terry import ContextualBradleyTerry
    from arena_rank.utils.data_utils import ContextualPairDataset

    while True:
        yield None
        frame = pd.read_parquet(path)
        for name in FEATURES:
            left, right = frame[f"{name}_a"], frame[f"{name}_b"]
            frame[name] = (left - right) / (left + right + (name != "length"))
        data = ContextualPairDataset.from_pandas(frame, list(FEATURES), reweighted=False)
        model = ContextualBradleyTerry(len(data.competitors), len(FEATURES))
        model.compute_ratings_and_cis(data)
        yield None


def evalica_points(path: Path) -> Iterator[Any]:
    import evalica
    import numpy as np
    import pandas as pd

    words = {
        "model_a": evalica.Winner.X,
        "model_b": evalica.Winner.Y,
        "tie": evalica.Winner.Draw,
        "both_bad": evalica.Winner.Draw,
    }
    while True:
        yield None
        frame = pd.read_parquet(path, columns=["model_a", "model_b", "winner"])
        winners = frame["winner"].map(words)
        found = evalica.bradley_terry(
            frame["model_a"], frame["model_b"], winners, tolerance=1e-10, limit=10_000
        )
        logs = np.log(found.scores.sort_index().to_numpy())
        yield (1000 + 400 / np.log(10) * (logs - logs.mean())).tolist()


def choix_points(path: Path) -> Iterator[Any]:
    import choix
    import numpy as np
    import pandas as pd

    while True:
        yield None
        frame = pd.read_parquet(path, columns=["model_a", "model_b", "winner"])
        both = pd.concat([frame["model_a"], frame["model_b"]])
        codes, names = pd.factorize(both, sort=True)
        a, b = codes[: len(frame)], codes[len(frame) :]
        won = frame["winner"].map({"model_a": 1.0, "model_b": 0.0}).fillna(0.5).to_numpy()
        wins = np.zeros((len(names), len(names)))
        np.add.at(wins, (a, b), won)
        np.add.at(wins, (b, a), 1 - won)
        found = choix.ilsr_pairwise_dense(wins)
        yield (1000 + 400 / np.log(10) * (found - found.mean())).tolist()


JOBS: dict[str, tuple[Job, str]] = {
    "madang-board": (madang_board, "Madang: file to board, clustered by voter"),
    "arena-rank-board": (arena_rank_board, "arena-rank: file to board, sandwich"),
    "evalica-points": (evalica_points, "evalica: file to points"),
    "choix-points": (choix_points, "choix: file to points"),
    "madang-style": (madang_style, "Madang: file to board, style equal, clustered"),
    "arena-rank-style": (arena_rank_style, "arena-rank: file to board, style equal"),
    "madang-arrays": (madang_arrays, "Madang: arrays to board, clustered"),
    "madang-one-more": (madang_one_more, "Madang: one more vote"),
    "madang-bootstrap": (madang_bootstrap, "Madang: 100 bootstrap rounds, by voter"),
}


def run_job(name: str, path: Path) -> None:
    """Do one job and print what came of it; the first time apart, the best of the others."""
    steps = JOBS[name][0](path)
    seconds: list[float] = []
    busy: list[float] = []
    ratings = None
    for _ in range(1 + ROUNDS):
        next(steps)
        begin, worked = time.perf_counter(), time.process_time()
        ratings = next(steps)
        seconds.append(time.perf_counter() - begin)
        busy.append(time.process_time() - worked)
    found = {"first": seconds[0], "later": min(seconds[1:]), "cpu": min(busy[1:])}
    print(json.dumps(found | {"peak": peak_memory(), "ratings": ratings}))


def peak_memory() -> float:
    """Megabytes this program ever held; `getrusage` would count the parent that started it."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def peers_python() -> Path:
    """The interpreter of the others' environment, which is made when it is missing."""
    python = PEERS / "bin" / "python"
    lock = ROOT / "requirements" / "bench.lock"
    done = PEERS / "bench.lock"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        venv.create(PEERS, with_pip=True)
        install = [python, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock]
        subprocess.run(install, check=True)
        done.write_bytes(lock.read_bytes())
    return python


def measure(name: str, python: Path) -> dict[str, Any]:
    """One job in a process of its own. Matrices are small here: BLAS threads only wait."""
    run = subprocess.run(
        [python, __file__, "--job", name],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"JAX_PLATFORMS": "cpu", "OPENBLAS_NUM_THREADS": "1"},
    )
    if run.returncode:
        print(run.stderr, file=sys.stderr)
        raise SystemExit(f"{name} failed")
    return json.loads(run.stdout.splitlines()[-1])


TIMES = ("first", "later", "cpu")


def show(name: str, found: dict[str, dict[str, Any]], exact: list[float]) -> None:
    """One line; ratios are to arena-rank doing the same, time by time."""
    own, off = found[name], "–"
    if own["ratings"]:
        off = f"{max(abs(a - b) for a, b in zip(own['ratings'], exact, strict=True)):.1e}"
    rival = found.get("arena-rank-" + name.rpartition("-")[2])
    times = "".join(f"{own[key] * 1e3:>9.1f}" for key in TIMES)
    ratios = "".join(f"{rival[key] / own[key]:>7.1f}" if rival else f"{'–':>7}" for key in TIMES)
    print(f"{JOBS[name][1]:<46}{times}{ratios}{own['peak']:>9.0f}{off:>10}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--votes", type=int, default=1_000_000)
    parser.add_argument("--contestants", type=int, default=100)
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        run_job(asked.job, VOTES)
        return
    CACHE.mkdir(exist_ok=True)
    write_votes(VOTES, asked.votes, asked.contestants)
    exact = exact_ratings(VOTES)
    python = peers_python()
    print(f"{asked.votes} votes, {asked.contestants} contestants, {VOTERS} voters\n")
    found = {
        name: measure(name, Path(sys.executable) if name.startswith("madang") else python)
        for name in JOBS
    }
    print(f"{'':<46}{'milliseconds':>27}{'times faster':>21}")
    print(f"{'':<46}" + f"{'first':>9}{'best':>9}{'CPU':>9}" + f"{'first':>7}{'best':>7}{'CPU':>7}")
    for name in JOBS:
        show(name, found, exact)
    print("\nlast columns: peak MB; points from the exact maximum, at most")


if __name__ == "__main__":
    main()
