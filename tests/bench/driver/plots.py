# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Line plots as SVG text that is readable on light and on dark pages."""

import math
from html import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 56, 58
TEXT = "#57606a"
GRID = 'stroke="#8c959f" stroke-opacity="0.35"'

# Colours are attributes, which everything reads; where style sheets are read as well, dark pages get lighter ones.
LIGHT = ("#0969da", "#1a7f37", "#8250df", "#bc4c00", "#bf3989")
DARK = ("#58a6ff", "#3fb950", "#bc8cff", "#f0883e", "#f778ba")
STYLE = "@media (prefers-color-scheme: dark) { text { fill: #d0d7de } " + " ".join(
    f".s{i} polyline {{ stroke: {colour} }} .s{i} circle, .s{i} text {{ fill: {colour} }}"
    for i, colour in enumerate(DARK)) + " }"


def number(value):
    if value >= 1_000_000:
        return f"{value / 1e6:g} M"
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def ticks(low, high, logarithmic):
    if logarithmic:
        return [10.0 ** power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]
    step = 10.0 ** math.floor(math.log10(high or 1))
    step = step / 5 if high / step < 2 else step / 2 if high / step < 5 else step
    return [step * i for i in range(math.ceil(high / step) + 1)]


class Axis:
    def __init__(self, values, begin, end, logarithmic):
        self.ticks = ticks(min(values), max(values), logarithmic)
        if len(self.ticks) == 1:
            self.ticks.append(self.ticks[0] * 10 if logarithmic else self.ticks[0] + 1)
        self.scale = math.log10 if logarithmic else float
        self.begin, self.end = begin, end
        self.low, self.high = self.scale(self.ticks[0]), self.scale(self.ticks[-1])

    def place(self, value):
        return self.begin + (self.scale(value) - self.low) / (self.high - self.low) * (self.end - self.begin)


class Places:
    """Values side by side, at even distances."""

    def __init__(self, values, begin, end):
        self.ticks = sorted(values)
        self.begin, self.width = begin, (end - begin) / max(1, len(self.ticks))

    def place(self, value):
        return self.begin + (self.ticks.index(value) + 0.5) * self.width


def apart(places, distance):
    """The names' heights, moved so that none covers another."""
    result = {}
    last = -distance
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        last = max(place, last + distance)
        result[name] = last
    return result


def plot(title, x_title, y_title, series, logarithmic_x=False, logarithmic_y=False, even=False):
    """The SVG; series is a list of a name and its points."""
    colours = {name: i % len(LIGHT) for i, (name, _) in enumerate(series)}
    series = [(name, sorted(points)) for name, points in series if points]
    x_values = {x for _, points in series for x, _ in points}
    x = Places(x_values, LEFT, WIDTH - RIGHT) if even else Axis(x_values, LEFT, WIDTH - RIGHT, logarithmic_x)
    y = Axis([value for _, points in series for _, value in points], HEIGHT - BOTTOM, TOP, logarithmic_y)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
             f'aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="13">',
             f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", f'<g fill="{TEXT}">',
             f'<text font-size="15" font-weight="600" x="{LEFT}" y="20">{escape(title)}</text>',
             f'<text x="{LEFT}" y="40">{escape(y_title)}</text>']
    for tick in y.ticks:
        at = y.place(tick)
        parts.append(f'<line {GRID} x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{number(tick)}</text>')
    for tick in x.ticks:
        at = x.place(tick)
        parts.append(f'<line {GRID} x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{number(tick)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{escape(x_title)}</text>')
    parts.append('</g>')
    names = apart({name: y.place(points[-1][1]) for name, points in series}, 18)
    for name, points in series:
        places = [(x.place(a), y.place(b)) for a, b in points]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5"/>' for a, b in places)
        colour = LIGHT[colours[name]]
        parts.append(f'<g class="s{colours[name]}" fill="{colour}"><polyline fill="none" stroke="{colour}" '
                     f'stroke-width="2" points="{line}"/>{dots}'
                     f'<text x="{WIDTH - RIGHT + 10}" y="{names[name] + 4:.1f}">{escape(name)}</text></g>')
    return "\n".join(parts) + "\n</svg>\n"


def points(results, mode, variant, name, case=lambda text: int(text)):
    found = []
    for key in results.runs:
        a_mode, a_variant, a_case = key.split("/")
        if (a_mode, a_variant) == (mode, variant):
            try:
                where = case(a_case)
            except ValueError:
                continue
            value = results.median(key, name)
            if value:
                found.append((where, value))
    return found


def history(kind):
    def case(text):
        if not text.startswith(kind + "-"):
            raise ValueError(text)
        return int(text.split("-")[1])
    return case


def plots(results):
    """File name to SVG, for what there are runs of."""
    servers = (("bare epoll loop", "raw"), ("Samsa, local log", "local"), ("Samsa, Kafka", "kafka"),
               ("RabbitMQ Web STOMP", "rabbitmq"))
    loads = [(title, points(results, "latency", variant, "delivery_p50_ms")) for title, variant in servers]
    loads.append(("librdkafka alone", points(results, "latency", "raw-kafka", "p50_ms")))
    wanted = {
        "performance-fanout.svg": lambda: plot(
            "What a delivery costs", "subscribers of one room", "server CPU, s per million",
            [(title, points(results, "fanout", variant, "server_cpu_per_million")) for title, variant in servers],
            logarithmic_x=True, logarithmic_y=True),
        "performance-delivery.svg": lambda: plot(
            "How long a delivery takes", "messages a second to 10 subscribers", "median, ms", loads,
            logarithmic_x=True, logarithmic_y=True),
        "performance-memory.svg": lambda: plot(
            "What an idle connection holds", "connections", "KiB of resident memory each",
            [(title, points(results, "idle", variant, "kib_per_connection")) for title, variant in servers],
            logarithmic_x=True, logarithmic_y=True),
        "performance-polls.svg": lambda: plot(
            "What a poll costs", "messages of history in the room", "server CPU, µs an answer",
            [(f"{title}: {what}", points(results, "poll", variant, "server_cpu_us_per_answer", history(kind)))
             for title, variant in (("local log", "local"), ("Kafka", "kafka"))
             for kind, what in (("new", "nothing new"), ("newest", "newest page"))], even=True),
    }
    modes = {"performance-fanout.svg": "fanout", "performance-delivery.svg": "latency",
             "performance-memory.svg": "idle", "performance-polls.svg": "poll"}
    return {name: make() for name, make in wanted.items() if modes[name] in results.modes()}
