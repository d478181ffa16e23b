# {{sketch}}
import math
import random

from canvas import ctx, height, width

DROPS = 36
SEED = 7
WIND = 9
MOON = 0.68
HORIZON = 0.4
ROWS = 70

random.seed(SEED)
horizon = height * HORIZON
moon = width * MOON
deep = height - horizon


def fade(gradient, *stops):
    for at, colour in stops:
        gradient.addColorStop(at, colour)
    return gradient


def disc(x, y, radius, paint):
    ctx.fillStyle = paint
    ctx.beginPath()
    ctx.arc(x, y, radius, 0, math.tau)
    ctx.fill()


# The sky after sunset, and the moon in its haze.
dusk = ctx.createLinearGradient(0, 0, 0, horizon)
ctx.fillStyle = fade(dusk, (0, "#10163a"), (0.6, "#2f4b9e"), (0.9, "#b8664f"), (1, "#f0b182"))
ctx.fillRect(0, 0, width, horizon + 1)
haze = ctx.createRadialGradient(moon, horizon * 0.45, 8, moon, horizon * 0.45, 130)
disc(moon, horizon * 0.45, 130, fade(haze, (0, "#fff3d8aa"), (0.3, "#f6d7a833"), (1, "#f6d7a800")))
disc(moon, horizon * 0.45, 23, "#fff6e2")

# Where each drop fell (across, and away), and how far its ring has come.
drops = [
    (random.uniform(-2.2, 2.2), random.uniform(1.0, 4.5), random.uniform(0.1, 0.9))
    for _ in range(DROPS)
]


def wave(x, z):
    """How high the water stands at one place: the rings of all drops, added up."""
    high = 0.04 * math.sin(3 * x + 5 * z)
    for at, away, ring in drops:
        off = math.hypot(x - at, z - away) - ring
        if -0.5 < off < 0.5:
            high += math.cos(off * 22) * math.exp(-off * off * 30) / (1 + 3 * ring)
    return high


# The sea, from far to near: every row of water covers the one behind it.
highest = 0
for row in range(ROWS + 6):
    near = (row + 1) / ROWS
    y = horizon + deep * near**1.7
    z = 1 / near**1.2
    ctx.beginPath()
    ctx.moveTo(0, height)
    for x in range(0, width + 6, 6):
        high = wave((x / width - 0.5) * 2.4 * z, z)
        highest = max(highest, high)
        ctx.lineTo(x, y - high * 26 * near)
    ctx.lineTo(width, height)
    ctx.fillStyle = f"hsl({218 - 14 * near} {46 + 8 * near}% {34 - 22 * near}%)"
    ctx.fill()
    # The light of the sky lies on it all, and the moon's in one path.
    path = ctx.createLinearGradient(moon - 60 - 170 * near, 0, moon + 60 + 170 * near, 0)
    dim = f"hsl(225 60% 78% / {0.1 + 0.25 * near})"
    ctx.strokeStyle = fade(path, (0, dim), (0.5, "#ffe9c4"), (1, dim))
    ctx.lineWidth = 0.5 + near
    ctx.stroke()

# And it still rains.
ctx.strokeStyle = "#dfe6ff"
ctx.lineWidth = 1
for _ in range(DROPS * 6):
    x, y = random.uniform(-20, width), random.uniform(-20, height)
    long = random.uniform(8, 26)
    ctx.globalAlpha = random.uniform(0.05, 0.3)
    ctx.beginPath()
    ctx.moveTo(x, y)
    ctx.lineTo(x + WIND * long / 30, y + long)
    ctx.stroke()

print(f"{{drops}}: {DROPS} · {{highest}}: {highest:.2f}")
