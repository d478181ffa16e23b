"""Votes to ratings that a decision can rest on. Pure: NumPy and SciPy, importable alone.

    from madang.rating import collect, fit

    votes = collect(a, b, outcome, voters=voters, contestants=names)   # arrays, one element a vote
    board = fit(votes)                                                 # a frozen Board
    board.ratings, board.lower, board.upper, board.rank_best, board.rank_worst, board.enough
    board.rows()                                                       # ready for JSON

`a` and `b` are indices into `contestants` (or the names themselves), `outcome` holds codes of
`Outcome`, `voters` any number or name of who voted. `read_frame` takes a data frame instead, and
`tally_pairs` votes that come already counted.

A contestant without a vote has the rating NaN and the rank 0 (`rows` says None). Contestants that
no chain of votes links stand in different `group`s, each ranked by itself. Where somebody always
won or lost, `settled` is False and a small prior keeps the rating finite. `enough` and
`votes_needed` say whether there are votes enough to show a rating at all.
"""

from madang.rating.board import Anchor, Board, fit
from madang.rating.bootstrap import Bootstrap, bootstrap
from madang.rating.bradley_terry import Strengths, solve
from madang.rating.covariance import Spread, spread
from madang.rating.drift import Drift, Period, fit_periods, measure_drift
from madang.rating.evidence import (
    Flip,
    Lead,
    examine_lead,
    first_votes,
    log_evidence,
    log_evidence_by_ratings,
    settled_leader,
    settled_pairs,
    votes_to_flip,
    votes_to_settle_leader,
    votes_to_settle_order,
    votes_to_settle_pair,
)
from madang.rating.hierarchy import Hierarchy, fit_categories
from madang.rating.live import Live
from madang.rating.sampling import (
    Pair,
    draw_pair,
    probability_best,
    settle_order,
    shrink_intervals,
    uniform,
)
from madang.rating.style import Effects, contrast, contrast_counts, contrast_flags, fit_styled
from madang.rating.tally import Tally, tally, tally_pairs
from madang.rating.voters import VoterEvidence, check_voters, compare, leave_out
from madang.rating.votes import Outcome, Votes, VotesError, collect, read_frame

__all__ = [
    "Anchor",
    "Board",
    "Bootstrap",
    "Drift",
    "Effects",
    "Flip",
    "Hierarchy",
    "Lead",
    "Live",
    "Outcome",
    "Pair",
    "Period",
    "Spread",
    "Strengths",
    "Tally",
    "VoterEvidence",
    "Votes",
    "VotesError",
    "bootstrap",
    "check_voters",
    "collect",
    "compare",
    "contrast",
    "contrast_counts",
    "contrast_flags",
    "draw_pair",
    "examine_lead",
    "first_votes",
    "fit",
    "fit_categories",
    "fit_periods",
    "fit_styled",
    "leave_out",
    "log_evidence",
    "log_evidence_by_ratings",
    "measure_drift",
    "probability_best",
    "read_frame",
    "settle_order",
    "settled_leader",
    "settled_pairs",
    "shrink_intervals",
    "solve",
    "spread",
    "tally",
    "tally_pairs",
    "uniform",
    "votes_to_flip",
    "votes_to_settle_leader",
    "votes_to_settle_order",
    "votes_to_settle_pair",
]
