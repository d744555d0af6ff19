#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: SQLite 3.40.1 (as in Debian 12) and 3.41.2, by apsw 3.40.1.0 and 3.41.2.0
# guess:    LIKE '%안녕%' on an FTS5 table with the trigram tokenizer finds what it finds on a plain table: patterns of less than three
#           characters do not use the index.
# seen:     3.40.1 finds nothing: two letters of Hangul are six bytes, which it takes for enough to ask the index for. "te" is
#           found. 3.41.2 finds both. A search box that falls back to LIKE for short words works in English and not in Korean.
source "$(dirname "$0")/support/common.bash"
cat >look.py <<'END'
import apsw

database = apsw.Connection(":memory:")
database.execute("CREATE TABLE plain (text)")
database.execute("CREATE VIRTUAL TABLE trigram USING fts5 (text, tokenize = 'trigram')")
for table in "plain", "trigram":
    for text in "안녕하세요", "東京都", "tea time":
        database.execute(f"INSERT INTO {table} VALUES (?)", (text,))
print(apsw.sqlitelibversion())
for table in "plain", "trigram":
    print(table, *(f"{word} {len(database.execute(f'SELECT 1 FROM {table} WHERE text LIKE ?', (f'%{word}%',)).fetchall())}"
                   for word in ("te", "안녕", "京都", "안녕하")))
END
python --only-binary :all: apsw==3.40.1.0
before=$("$python" look.py)
python --only-binary :all: apsw==3.41.2.0
expect "rows found" \
"3.40.1
plain te 1 안녕 1 京都 1 안녕하 1
trigram te 1 안녕 0 京都 0 안녕하 1
3.41.2
plain te 1 안녕 1 京都 1 안녕하 1
trigram te 1 안녕 1 京都 1 안녕하 1" "$before
$("$python" look.py)"
