"""Photographs for the faults of the demonstration town, drawn by the code."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 900
HORIZON = 430


def draw_leak(random: Random) -> bytes:
    """Return a JPEG of water running out of a street, lit by a random hour."""
    picture = _street(random)
    draw = ImageDraw.Draw(picture, "RGBA")
    centre = random.randint(480, 740)
    for step in range(46):
        spread = 40 + step * 9
        y = HORIZON + 130 + step * 7
        tint = (70 + step, 110 + step, 132 + step, 120)
        draw.ellipse((centre - spread + step * 2, y, centre + spread + step * 3, y + 34), fill=tint)
    for _ in range(34):
        x = centre + round(random.gauss(0, 46))
        y = HORIZON + 165 - round(abs(random.gauss(0, 60)))
        draw.ellipse((x - 4, y - 9, x + 4, y + 9), fill=(214, 232, 240, 190))
    draw.polygon(
        [
            (centre - 46, HORIZON + 175),
            (centre - 12, HORIZON + 160),
            (centre + 40, HORIZON + 170),
            (centre + 18, HORIZON + 188),
        ],
        fill=(38, 40, 42, 255),
    )
    return _as_jpeg(picture)


def draw_manhole(random: Random) -> bytes:
    """Return a JPEG of an overflowing sewer manhole."""
    picture = _street(random)
    draw = ImageDraw.Draw(picture, "RGBA")
    centre, y = random.randint(520, 700), HORIZON + 250
    for step in range(26):
        spread = 90 + step * 11
        draw.ellipse(
            (centre - spread, y - 12 + step * 4, centre + spread, y + 70 + step * 5), fill=(92, 84, 66, 40)
        )
    draw.ellipse((centre - 92, y - 26, centre + 92, y + 34), fill=(58, 60, 62), outline=(28, 29, 30), width=8)
    for row in range(-3, 4):
        draw.line((centre - 66, y + row * 8, centre + 66, y + row * 8), fill=(86, 88, 90), width=3)
    return _as_jpeg(picture)


def draw_meter_box(random: Random) -> bytes:
    """Return a JPEG of a wet meter box in the pavement."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), (148, 144, 136))
    draw = ImageDraw.Draw(picture, "RGBA")
    for x in range(0, WIDTH, 150):
        for y in range(0, HEIGHT, 150):
            shade = random.randint(-9, 9)
            tone = (152 + shade, 147 + shade, 138 + shade)
            draw.rectangle((x, y, x + 147, y + 147), fill=tone)
    draw.rectangle((330, 230, 880, 690), fill=(52, 50, 48), outline=(110, 112, 114), width=18)
    draw.rectangle((370, 560, 840, 655), fill=(66, 96, 110, 210))
    draw.ellipse((470, 300, 740, 560), fill=(34, 74, 120), outline=(190, 160, 90), width=16)
    draw.ellipse((510, 340, 700, 520), fill=(238, 238, 232))
    for digit in range(5):
        left = 532 + digit * 30
        draw.rectangle((left, 400, left + 26, 440), fill=(250, 250, 250), outline=(20, 20, 20), width=2)
        draw.text((left + 9, 412), str(random.randint(0, 9)), fill=(10, 10, 10))
    return _as_jpeg(picture)


def _street(random: Random) -> Image.Image:
    """Return a street between two rows of houses."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture, "RGBA")
    warm = random.randint(0, 40)
    for y in range(HORIZON):
        fade = y / HORIZON
        draw.line(
            (0, y, WIDTH, y),
            fill=(int(120 + 100 * fade + warm / 2), int(170 + 50 * fade), int(215 + 20 * fade - warm)),
        )
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=(172, 166, 154))
    for side in (-1, 1):
        for depth in range(5):
            near = 5 - depth
            edge = WIDTH / 2 + side * (110 + near * near * 22)
            outer = WIDTH / 2 + side * (110 + (near + 1) ** 2 * 22)
            tone = random.choice(((226, 214, 190), (236, 228, 214), (214, 196, 172), (220, 222, 224)))
            box = (min(edge, outer), HORIZON - 60 - near * 62, max(edge, outer), HORIZON + near * 34)
            draw.rectangle(box, fill=tone, outline=(160, 150, 136))
            for window in range(2):
                left = box[0] + (box[2] - box[0]) * (0.2 + 0.4 * window)
                wide = (box[2] - box[0]) * 0.2
                draw.rectangle((left, box[1] + 26, left + wide, box[1] + 26 + near * 16), fill=(84, 112, 138))
    draw.polygon(
        [(WIDTH / 2 - 120, HORIZON), (WIDTH / 2 + 120, HORIZON), (WIDTH + 160, HEIGHT), (-160, HEIGHT)],
        fill=(96, 98, 100),
    )
    for _ in range(1800):
        x, y = random.randint(0, WIDTH), random.randint(HORIZON + 6, HEIGHT)
        draw.point((x, y), fill=(120, 120, 120, 120))
    for dash in range(7):
        y = HORIZON + 20 + dash * dash * 10
        draw.polygon(
            [
                (WIDTH / 2 - 3 - dash, y),
                (WIDTH / 2 + 3 + dash, y),
                (WIDTH / 2 + 5 + dash, y + 12 + dash * 5),
                (WIDTH / 2 - 5 - dash, y + 12 + dash * 5),
            ],
            fill=(224, 224, 216),
        )
    return picture


def _as_jpeg(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1.1)).save(buffer, "JPEG", quality=84)
    return buffer.getvalue()
