# {{sketch}}
import random

WIDTH = 48
HEIGHT = 14
DROPS = 260
SEED = 7

random.seed(SEED)
waves = " .:-~=+*#"
sea = [[0.0] * WIDTH for _ in range(HEIGHT)]

for _ in range(DROPS):
    x, y = random.randrange(WIDTH), random.randrange(HEIGHT)
    for dy in range(-2, 3):
        for dx in range(-3, 4):
            if 0 <= y + dy < HEIGHT:
                near = 1 / (1 + dx * dx / 2 + dy * dy)
                sea[y + dy][(x + dx) % WIDTH] += near

highest = max(max(row) for row in sea)
for row in sea:
    print("".join(waves[int(v / highest * (len(waves) - 1))] for v in row))

print()
print(f"{{drops}}: {DROPS}")
print(f"{{highest}}: {highest:.2f}")
print(f"{{mean}}: {sum(map(sum, sea)) / WIDTH / HEIGHT:.2f}")
