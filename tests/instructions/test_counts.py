# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import tempfile
import unittest

import counts
import count_instructions


class Counts(unittest.TestCase):
    def test_the_total_is_found_under_both_names_that_callgrind_has_for_it(self):
        self.assertEqual(counts.total(["version: 1\n", "events: Ir\n", "summary: 262034743\n"]), 262034743)
        self.assertEqual(counts.total(["fn=(1)\n", "5 12\n", "totals: 144388016\n"]), 144388016)

    def test_a_file_that_was_cut_off_has_no_total(self):
        with self.assertRaises(ValueError):
            counts.total(["version: 1\n", "fn=(1)\n"])

    def test_the_thread_that_indexes_is_counted_apart(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {"1": "fn=(1) main\ntotals: 70\n", "2": "fn=(7) serve()\ntotals: 8\n",
                               "3": f"fn=(3) {counts.INDEXING}\ntotals: 500\n"}.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)
            names = [os.path.join(folder, name) for name in "123"]
            self.assertEqual(counts.of_threads(names), counts.Counted(78, 500))
            with self.assertRaises(ValueError):
                counts.of_threads(names[:2])

    def test_the_table_of_ceilings_may_have_comments_and_separators(self):
        self.assertEqual(counts.ceilings(["# what\n", "\n", "poll 122,500  # nothing new\n"]), {"poll": 122500})

    def test_everything_that_is_counted_has_a_ceiling(self):
        with open(os.path.join(count_instructions.HERE, "ceilings.txt"), encoding="utf-8") as file:
            self.assertEqual(set(counts.ceilings(file)), {*count_instructions.RUNS, "index"})

    def test_a_count_at_its_ceiling_passes(self):
        self.assertTrue(counts.table({"poll": 100.0}, {"poll": 100})[1])

    def test_a_count_above_its_ceiling_fails_and_is_named(self):
        lines, well = counts.table({"poll": 100.5, "send": 7}, {"poll": 100, "send": 9})
        self.assertFalse(well)
        self.assertEqual([line for line in lines if "above its ceiling" in line], [lines[1]])


if __name__ == "__main__":
    unittest.main()
