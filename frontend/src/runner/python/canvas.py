"""A drawing surface: `from canvas import ctx, width, height`, the 2D context as browsers have it."""

import _madang

width, height = 640, 480
canvas = _madang.canvas(width, height)
ctx = canvas.getContext("2d")


def resize(new_width, new_height):
    """A new size; what was drawn is gone."""
    global width, height
    width, height = canvas.width, canvas.height = int(new_width), int(new_height)
