# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server must reach, and whether it does."""

from statistics import median


class Results:
    """The runs: (mode, variant, case) to a list of what samsa-bench reported, one for each repetition."""

    def __init__(self, runs=None):
        self.runs = runs or {}

    def add(self, key, values):
        self.runs.setdefault(key, []).append(values)

    def values(self, key, name):
        return [run[name] for run in self.runs.get(key, []) if name in run]

    def median(self, key, name):
        values = self.values(key, name)
        return median(values) if values else None

    def modes(self):
        return {key.split("/")[0] for key in self.runs}


class Row:
    """One line of the table. The limit is the greatest that is allowed, or with at_least the smallest."""

    def __init__(self, number, what, values, unit, digits, limit=None, why="", at_least=False):
        self.number = number
        self.what = what
        self.values = values
        self.unit = unit
        self.digits = digits
        self.limit = limit
        self.why = why
        self.at_least = at_least

    def measured(self):
        middle, low, high = (self.text(f(self.values)) for f in (median, min, max))
        spread = f" ({low} to {high})" if len(self.values) > 1 else ""
        return f"{middle}{self.unit}{spread}"

    def text(self, value):
        return f"{value:,.{self.digits}f}"

    def wanted(self):
        if self.limit is None:
            return self.why
        bound = "at least" if self.at_least else "at most"
        return f"{bound} {self.text(self.limit)}{self.unit}" + (f": {self.why}" if self.why else "")

    def is_met(self):
        value = median(self.values)
        return value >= self.limit if self.at_least else value <= self.limit

    def is_far_off(self):
        """Missed by more than half: not by what a busy machine does to a measurement."""
        if self.limit is None:
            return False
        value = median(self.values)
        return value < self.limit / 1.5 if self.at_least else value > self.limit * 1.5

    def verdict(self):
        if self.limit is None:
            return ""
        if self.is_met():
            return "met"
        value = median(self.values)
        if self.at_least:
            return f"not met: {100 * value / self.limit:.0f} % of it"
        return f"not met: {value / self.limit:.2f} times it" if self.limit > 0 else "not met"


LOGS = (("local", "local log"), ("kafka", "Kafka"))


def fanout_rows(results):
    for subscribers in (10, 100, 1000, 5000, 10000):
        name = "server_cpu_per_million"
        raw = results.median(f"fanout/raw/{subscribers}", name)
        yield "", f"fan-out, {subscribers:,} subscribers, bare epoll loop: CPU per million deliveries", \
            f"fanout/raw/{subscribers}", name, " s", 3, None, "the limit", False
        for log, title in LOGS:
            few = subscribers == 10  # Nothing is asked of so few: there a message costs more than its deliveries.
            wanted = None if raw is None or few else 1.5 * raw
            yield "" if few else "1", f"the same, Samsa with {title}", f"fanout/{log}/{subscribers}", name, " s", 3, \
                wanted, "" if few else "1.5 times the bare loop", False
        yield "", "the same, RabbitMQ Web STOMP", f"fanout/rabbitmq/{subscribers}", name, " s", 1, None, "", False
    for variant, title in (("raw", "bare epoll loop"), ("raw-every", "bare epoll loop, one write each"),
                           *((log, "Samsa with " + title) for log, title in LOGS), ("rabbitmq", "RabbitMQ Web STOMP")):
        for name, unit, digits, what in (("deliveries_per_s", "", 0, "deliveries a second"),
                                         ("done_p99_ms", " ms", 1, "99th percentile until all have a message")):
            yield "", f"fan-out, 1,000 subscribers, {title}: {what}", f"fanout/{variant}/1000", name, unit, digits, \
                None, "", False


def latency_rows(results):
    kafka, epoll = (results.median(f"latency/{key}/100", name)
                    for key, name in (("raw-kafka", "p50_ms"), ("raw", "delivery_p50_ms")))
    kafka99, epoll99 = (results.median(f"latency/{key}/100", name)
                        for key, name in (("raw-kafka", "p99_ms"), ("raw", "delivery_p99_ms")))
    synced = results.median("latency/raw-fsync/100", "p50_ms")
    for key, title in (("raw-kafka", "librdkafka alone, produce to consume"), ("raw-fsync", "fdatasync alone")):
        yield "", f"100 messages a second, {title}: median", f"latency/{key}/100", "p50_ms", " ms", 2, None, "", False
        yield "", "the same: 99th percentile", f"latency/{key}/100", "p99_ms", " ms", 2, None, "", False
    yield "", "delivery to 10, 100 a second, bare epoll loop: median", "latency/raw/100", "delivery_p50_ms", " ms", 2, \
        None, "", False
    yield "", "the same: 99th percentile", "latency/raw/100", "delivery_p99_ms", " ms", 2, None, "", False
    yield "2", "the same, Samsa with Kafka: median", "latency/kafka/100", "delivery_p50_ms", " ms", 2, \
        None if kafka is None or epoll is None else 1.2 * (kafka + epoll), "1.2 times librdkafka and the bare loop", False
    yield "2", "the same: 99th percentile", "latency/kafka/100", "delivery_p99_ms", " ms", 2, \
        None if kafka99 is None or epoll99 is None else max(7.0, 1.5 * (kafka99 + epoll99)), \
        "1.5 times them, and below 7 ms is noise", False
    yield "2", "the same, Samsa with local log: median", "latency/local/100", "delivery_p50_ms", " ms", 2, \
        None if synced is None else 1.5 * synced + 0.3, "1.5 times fdatasync, and 0.3 ms", False
    yield "", "the same, RabbitMQ Web STOMP (nothing synced): median", "latency/rabbitmq/100", "delivery_p50_ms", \
        " ms", 2, None, "", False


def idle_rows(_results):
    key = "idle/local/10000"
    yield "3", "10,000 idle connections: memory of each", key, "kib_per_connection", " KiB", 2, 14, "", False
    yield "3", "connects a second", key, "connects_per_s", "", 0, 4000, "", True
    yield "", "server CPU of a connect", key, "server_cpu_us_per_connect", " µs", 0, None, "", False
    yield "3", "CPU when quiet", key, "quiet_cpu_percent", " % of a core", 2, 0.5, "none that can be measured", False
    yield "3", "delivery to 10 of them, against without the others: median", key, "delivery_p50_ratio", " times", 2, \
        1.3, "", False
    yield "", "1,000 idle connections of RabbitMQ: memory of each", "idle/rabbitmq/1000", "kib_per_connection", " KiB", \
        0, None, "", False
    yield "", "the same: connects a second", "idle/rabbitmq/1000", "connects_per_s", "", 0, None, "", False


def poll_rows(_results):
    for log, title in LOGS:
        for history in (0, 1000, 100000):
            yield "4", f"poll, nothing new, {history:,} messages of history, {title}: answers by a core", \
                f"poll/{log}/new-{history}", "answers_per_server_cpu_s", "", 0, 20000, "", True
        yield "4", "the same: bytes of an answer", f"poll/{log}/new-1000", "bytes_per_answer", "", 0, 250, "", False
        yield "", f"poll, newest page, 100,000 messages of history, {title}: answers by a core", \
            f"poll/{log}/newest-100000", "answers_per_server_cpu_s", "", 0, None, "", False
        yield "4", f"2,000 pollers at one a second, {title}", f"poll/{log}/paced", "server_cpu_percent", \
            " % of a core", 1, 10, "", False


def send_rows(_results):
    for (log, title), wanted in zip(LOGS, (15000, 20000)):
        yield "5", f"200 senders, window 8, {title}: receipts a second", f"send/{log}/200", "receipts_per_s", "", 0, \
            wanted, "", True
        yield "", "the same: 99th percentile of a receipt", f"send/{log}/200", "receipt_p99_ms", " ms", 0, None, "", False
        yield "", "the same: server CPU of a message", f"send/{log}/200", "server_cpu_us_per_message", " µs", 1, None, \
            "", False
    yield "", "the same with RabbitMQ (nothing synced)", "send/rabbitmq/200", "receipts_per_s", "", 0, None, "", False


def other_rows(_results):
    key = "stalled/local/1000"
    yield "6", "one of 1,000 stops reading: the others' 99th percentile against before", key, "delivery_p99_ratio", \
        " times", 2, 1.1, "", False
    yield "6", "the same: cut", key, "cut", "", 0, 1, "", True
    for log, title in LOGS:
        for name, unit, digits, what in (("delivery_p50_ms", " ms", 2, "delivery, median"),
                                         ("delivery_p99_ms", " ms", 2, "delivery, 99th percentile"),
                                         ("answer_p99_ms", " ms", 2, "poll, 99th percentile"),
                                         ("server_cpu_percent", " % of a core", 1, "CPU")):
            yield "", f"500 followers, 500 pollers, 100 messages a second, {title}: {what}", f"mixed/{log}/500", name, \
                unit, digits, None, "", False


def persist_rows(results):
    bulks = (("sqlite", "SQLite", "one prepared INSERT, one transaction"), ("postgresql", "PostgreSQL", "COPY"),
             ("mariadb", "MariaDB", "LOAD DATA"))
    for database, title, bulk in bulks:
        # A quick run has its own number of rows.
        key = next((f"persist/{database}/{rows}" for rows in (100000, 20000)
                    if results.median(f"persist/{database}/{rows}", "batch_rows_per_s")), "")
        own, single = (results.median(key, name) for name in ("bulk_rows_per_s", "single_rows_per_s"))
        if own is None or single is None:
            continue
        yield "", f"{title}, {bulk}: rows a second", key, "bulk_rows_per_s", "", 0, None, "", False
        yield "", f"{title}, a transaction for each row: rows a second", key, "single_rows_per_s", "", 0, None, "", False
        yield "7", f"{title}, the persister's batches: rows a second", key, "batch_rows_per_s", "", 0, \
            0.5 * own, "half of the database's own bulk load", True
        yield "7", f"{title}, the same", key, "batch_rows_per_s", "", 0, \
            10 * single, "10 times a transaction for each row", True
        yield "", f"{title}, catching up from Kafka after an outage: rows a second", key, "catch_up_rows_per_s", "", 0, \
            None, "", False


QUESTIONS = (("rare", "a rare word"), ("common", "a common word"), ("two_common", "two common words"),
             ("common_and_rare", "a common and a rare word"), ("beginning_of_1", "words that begin with a letter"),
             ("beginning_of_3", "words that begin with three letters"), ("korean", "a Korean word"),
             ("japanese", "a Japanese word"), ("chinese", "a Chinese word"),
             ("one_character", "one character of these scripts"), ("common_in_a_room", "a common word in one room"),
             ("common_by_one", "a common word by one of 500 people"),
             ("rare_in_a_room_by_one", "a rare word in one room by one"), ("nothing", "a word that nobody said"))


def search_rows(results):
    for database, title in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        messages, number = next(((messages, number) for messages, number in ((1000000, "8"), (50000, ""))
                                 if results.median(f"search/{database}/{messages}", "index_s")), (0, ""))
        key = f"search/{database}/{messages}"
        title = f"{title}, {messages:,} messages"
        yield "", f"{title}: to index them", key, "index_s", " s", 0, None, "", False
        yield "", f"{title}: the database without the index", key, "messages_mib", " MiB", 0, None, "", False
        yield "", f"{title}: the index", key, "index_mib", " MiB", 0, None, "", False
        for name, what in QUESTIONS:
            yield "", f"{title}: {what}, median", key, f"{name}_p50_ms", " ms", 2, None, "", False
            yield number, f"{title}: {what}, 99th percentile", key, f"{name}_p99_ms", " ms", 2, 50, "", False


def client_rows(results):
    messages = next((messages for messages in (1000000, 50000) if results.runs.get(f"client/{messages}")), 0)
    key = f"client/{messages}"
    for number, what, name, unit, digits, limit in (
            ("9", "from the start of the process to the room painted", "start_ms", " ms", 0, 400),
            ("", "the same: CPU", "start_cpu_ms", " ms", 0, None),
            ("", "another room at its newest, until it is painted: median", "open_p50_ms", " ms", 1, None),
            ("", "the same: the first time", "open_first_ms", " ms", 1, None),
            ("9", "the same: the longest of 20", "open_max_ms", " ms", 1, 100),
            ("", "to some date, until it is painted: median", "jump_p50_ms", " ms", 1, None),
            ("9", "the same: 99th percentile", "jump_p99_ms", " ms", 1, 150),
            ("", f"scrolling through {messages // 10:,} mixed ones: CPU to paint a screen, median", "paint_p50_ms", " ms", 2, None),
            ("9", "the same: 99th percentile", "paint_p99_ms", " ms", 2, 8),
            ("", "the same, with reading and laying out: 99th percentile", "screen_p99_ms", " ms", 2, None),
            ("9", "memory of its own, a room open", "private_mib", " MiB", 1, 120),
            ("", "all that is resident", "rss_mib", " MiB", 1, None),
            ("9", "memory of its own, after that walk", "walked_private_mib", " MiB", 1, 120),
            ("", "shown, nobody talks: CPU", "shown_cpu_percent", " % of a core", 2, None),
            ("9", "shown, 50 messages a second, half of them in the open room: CPU", "live_cpu_percent", " % of a core", 1, 5),
            ("", "the same: of the windows' thread", "live_main_cpu_percent", " % of a core", 1, None),
            ("9", "minimised: wakes a second of the windows' thread", "hidden_wakes_per_s", "", 1, 2),
            ("", "the same, of all its threads", "hidden_wakes_of_all_threads_per_s", "", 1, None)):
        yield number, what, key, name, unit, digits, limit, "", False


SECTIONS = (("fanout", "Fan-out", fanout_rows), ("latency", "Live delivery", latency_rows), ("idle", "Idle", idle_rows),
            ("poll", "Polling", poll_rows), ("send", "Sending", send_rows), ("other", "Together", other_rows), ("persist", "Persisting", persist_rows),
            ("search", "Search", search_rows), ("client", "The desktop program", client_rows))


def rows_of(results, rows):
    return [Row(number, what, results.values(key, name), unit, digits, limit, why, at_least)
            for number, what, key, name, unit, digits, limit, why, at_least in rows(results)
            if results.values(key, name)]


def table(results):
    """Sections with their rows, of what was measured."""
    return [(title, found) for _, title, rows in SECTIONS if (found := rows_of(results, rows))]


def far_off(results, section):
    """The rows of a section that miss their limits by more than half."""
    return [row for name, _, rows in SECTIONS if name == section for row in rows_of(results, rows) if row.is_far_off()]


def as_text(sections):
    lines = []
    for title, rows in sections:
        lines.append(f"\n{title}")
        for row in rows:
            number = f"[{row.number}]" if row.number else ""
            lines.append(f"  {number:4}{row.what}")
            lines.append(f"      {row.measured():42} {row.wanted():50} {row.verdict()}".rstrip())
    return "\n".join(lines)
