"""Published score tables, read with error bars: which differences are real, and do they matter.

    reading.read(text) -> Table          what a vendor, a paper or a spreadsheet shows
    example.announcement() -> Table      the one that ships
    compare(table, against=…)            every difference with its interval, and Holm over all
    subsets(table)                       who leads in how many of the possible tables
    convergence(table)                   leading scores over time, and the room left
    preference(table, board)             whether the scores say what people prefer

Pure: NumPy and SciPy, no file but the facts that ship in `data`. A score lies between 0 and 1 in a
`Table`, and in points (hundredths) in what is found about it; ratings keep their own scale.
"""

from madang.benchmarks.comparison import Assumptions, Comparison, Findings, Shown, compare
from madang.benchmarks.convergence import Convergence, Step, convergence
from madang.benchmarks.errors import TableError
from madang.benchmarks.items import ItemResults
from madang.benchmarks.luck import best_of
from madang.benchmarks.preference import Agreement, Disagreement, Preference, Rated, preference
from madang.benchmarks.subsets import Favoured, Pick, Subsets, subsets
from madang.benchmarks.table import Benchmark, Metric, Model, Score, Setting, Table

__all__ = [
    "Agreement",
    "Assumptions",
    "Benchmark",
    "Comparison",
    "Convergence",
    "Disagreement",
    "Favoured",
    "Findings",
    "ItemResults",
    "Metric",
    "Model",
    "Pick",
    "Preference",
    "Rated",
    "Score",
    "Setting",
    "Shown",
    "Step",
    "Subsets",
    "Table",
    "TableError",
    "best_of",
    "compare",
    "convergence",
    "preference",
    "subsets",
]
