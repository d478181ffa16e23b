"""Published score tables to intervals and differences that are real. Pure."""
