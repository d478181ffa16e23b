"""Files of votes, whoever made them, to the arrays that the rating floor wants.

`files` opens CSV, JSON, JSONL and Parquet; `formats` knows which columns mean what; `sheet` puts
both together. What is made of the votes is `madang.cli.rank`'s.
"""
