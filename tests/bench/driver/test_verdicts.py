# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from driver.verdicts import Results, far_off, table


def results_of(**values):
    return Results({"client/1000000": [values]})


class Verdicts(unittest.TestCase):
    def test_a_limit_missed_by_less_than_half_is_not_far_off(self):
        self.assertEqual(far_off(results_of(start_ms=599), "client"), [])

    def test_a_limit_missed_by_more_than_half_is_far_off(self):
        self.assertEqual([row.limit for row in far_off(results_of(start_ms=601, jump_p99_ms=1), "client")], [400])

    def test_a_busy_moment_does_not_count_among_many(self):
        runs = Results({"client/1000000": [{"start_ms": value} for value in (300, 310, 5000)]})
        self.assertEqual(far_off(runs, "client"), [])

    def test_what_was_not_measured_is_not_far_off(self):
        self.assertEqual(far_off(Results(), "client"), [])

    def test_a_quick_run_is_told_too(self):
        quick = Results({"client/50000": [{"start_ms": 1}]})
        self.assertEqual([title for title, _ in table(quick)], ["The desktop program"])


if __name__ == "__main__":
    unittest.main()
