"""Facts that ship with the floor: item counts of common benchmarks, and the example table."""
