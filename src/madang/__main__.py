"""`python -m madang`: the same as the command `madang`."""

from madang.cli.main import main

main()
