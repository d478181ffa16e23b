"""The turtle of Python's own library, as far as drawings go, on a canvas."""

import math
import time

import canvas as _canvas

_ctx = _canvas.ctx
_ctx.lineCap = _ctx.lineJoin = "round"


def _css(*color):
    if len(color) == 1 and isinstance(color[0], (tuple, list)):
        color = color[0]
    if len(color) == 3:
        top = 255 if _Screen.mode == 255 else 1
        return "rgb({} {} {})".format(*(round(255 * c / top) for c in color))
    return str(color[0])


class _Screen:
    mode = 1.0
    delay = 0.004

    def setup(self, width=640, height=480, *_):
        _canvas.resize(width if width > 1 else 640, height if height > 1 else 480)
        _ctx.lineCap = _ctx.lineJoin = "round"

    def bgcolor(self, *color):
        _ctx.fillStyle = _css(*color)
        _ctx.fillRect(0, 0, _canvas.width, _canvas.height)

    def colormode(self, mode=None):
        if mode is not None:
            _Screen.mode = mode
        return _Screen.mode

    def tracer(self, n=1, delay=None):
        _Screen.delay = 0 if n != 1 else 0.004

    def title(self, text):
        pass

    def update(self):
        time.sleep(0)

    def window_width(self):
        return _canvas.width

    def window_height(self):
        return _canvas.height

    def _nothing(self, *_, **__):
        pass

    mainloop = exitonclick = done = listen = onkey = onclick = _nothing


_screen = _Screen()


def Screen():
    return _screen


class Turtle:
    def __init__(self, *_, **__):
        self._x = self._y = self._angle = 0.0
        self._down, self._pen, self._fill, self._width = True, "black", "black", 1
        self._shape, self._speed = None, 3

    def _at(self, x, y):
        return _canvas.width / 2 + x, _canvas.height / 2 - y

    def goto(self, x, y=None):
        if y is None:
            x, y = x
        if self._down:
            _ctx.strokeStyle, _ctx.lineWidth = self._pen, self._width
            _ctx.beginPath()
            _ctx.moveTo(*self._at(self._x, self._y))
            _ctx.lineTo(*self._at(x, y))
            _ctx.stroke()
            if _Screen.delay and self._speed:
                time.sleep(_Screen.delay)
        self._x, self._y = x, y
        if self._shape is not None:
            self._shape.append((x, y))

    setpos = setposition = goto

    def forward(self, distance):
        angle = math.radians(self._angle)
        self.goto(self._x + distance * math.cos(angle), self._y + distance * math.sin(angle))

    fd = forward

    def backward(self, distance):
        self.forward(-distance)

    bk = back = backward

    def left(self, angle):
        self._angle = (self._angle + angle) % 360

    lt = left

    def right(self, angle):
        self.left(-angle)

    rt = right

    def setheading(self, angle):
        self._angle = angle % 360

    seth = setheading

    def heading(self):
        return self._angle

    def home(self):
        self.goto(0, 0)
        self._angle = 0.0

    def setx(self, x):
        self.goto(x, self._y)

    def sety(self, y):
        self.goto(self._x, y)

    def position(self):
        return self._x, self._y

    pos = position

    def xcor(self):
        return self._x

    def ycor(self):
        return self._y

    def distance(self, x, y=None):
        x, y = (x, y) if y is not None else x
        return math.hypot(x - self._x, y - self._y)

    def towards(self, x, y=None):
        x, y = (x, y) if y is not None else x
        return math.degrees(math.atan2(y - self._y, x - self._x)) % 360

    def penup(self):
        self._down = False

    pu = up = penup

    def pendown(self):
        self._down = True

    pd = down = pendown

    def isdown(self):
        return self._down

    def pensize(self, width=None):
        if width is not None:
            self._width = width
        return self._width

    width = pensize

    def pencolor(self, *color):
        if color:
            self._pen = _css(*color)
        return self._pen

    def fillcolor(self, *color):
        if color:
            self._fill = _css(*color)
        return self._fill

    def color(self, *colors):
        if len(colors) == 2:
            self._pen, self._fill = _css(colors[0]), _css(colors[1])
        elif colors:
            self._pen = self._fill = _css(*colors)
        return self._pen, self._fill

    def begin_fill(self):
        self._shape = [(self._x, self._y)]

    def end_fill(self):
        shape, self._shape = self._shape or [], None
        if len(shape) < 3:
            return
        _ctx.fillStyle = self._fill
        _ctx.beginPath()
        for point in shape:
            _ctx.lineTo(*self._at(*point))
        _ctx.fill()

    def circle(self, radius, extent=360, steps=None):
        steps = steps or max(8, min(120, int(abs(radius * extent) / 200) + 8))
        turn = extent / steps
        side = 2 * radius * math.sin(math.radians(turn) / 2)
        self.left(turn / 2)
        for _ in range(steps):
            self.forward(side)
            self.left(turn)
        self.right(turn / 2)

    def dot(self, size=None, *color):
        _ctx.fillStyle = _css(*color) if color else self._pen
        _ctx.beginPath()
        _ctx.arc(*self._at(self._x, self._y), (size or self._width + 4) / 2, 0, 2 * math.pi)
        _ctx.fill()

    def write(self, text, *_, align="left", font=("Arial", 8, "normal"), **__):
        family, size, style = (*font, "", "")[:3] if len(font) < 3 else font
        _ctx.font = f"{style} {int(size) + 4}px {family}"
        _ctx.fillStyle, _ctx.textAlign = self._pen, align
        _ctx.fillText(str(text), *self._at(self._x, self._y))

    def speed(self, speed=None):
        if speed is not None:
            names = {"fastest": 0, "fast": 10, "normal": 6, "slow": 3, "slowest": 1}
            self._speed = names.get(speed, speed)
        return self._speed

    def clear(self):
        _ctx.clearRect(0, 0, _canvas.width, _canvas.height)

    def reset(self):
        self.clear()
        self.__init__()

    def _nothing(self, *_, **__):
        pass

    hideturtle = ht = showturtle = st = shape = shapesize = _nothing


Pen = RawTurtle = Turtle
_turtle = Turtle()
for _name in dir(Turtle):
    if not _name.startswith("_"):
        globals()[_name] = getattr(_turtle, _name)
for _name in dir(_Screen):
    if not _name.startswith("_") and _name not in ("mode", "delay"):
        globals()[_name] = getattr(_screen, _name)
