#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: Apache Kafka 4.4.0, confluent-kafka 2.16.1
# guess:    The time of a record is the producer's business (message.timestamp.type=CreateTime): any is stored.
# seen:     A time of more than an hour ahead of the broker is refused for good (INVALID_TIMESTAMP), with the broker's defaults. Ten
#           years back is fine. A bridge that passes on the time of a device whose clock is wrong loses that device's messages.
source "$(dirname "$0")/support/common.bash"
python confluent-kafka==2.16.1
broker 4.4.0
cat >look.py <<'END'
import sys
import time
import confluent_kafka
from confluent_kafka.admin import AdminClient, NewTopic

broker = {"bootstrap.servers": sys.argv[1]}
admin = AdminClient(broker)
admin.create_topics([NewTopic("talk", 1, 1)])["talk"].result()
producer = confluent_kafka.Producer(broker)
for name, minutes in ("now", 0), ("59 minutes ahead", 59), ("61 minutes ahead", 61), ("10 years back", -10 * 365 * 1440):
    producer.produce("talk", b"", timestamp=int((time.time() + minutes * 60) * 1000),
                     on_delivery=lambda error, message: print(name, error.name() if error else "stored"))
    producer.flush(30)
END
expect "records with times of their own" \
"now stored
59 minutes ahead stored
61 minutes ahead INVALID_TIMESTAMP
10 years back stored" "$("$python" look.py "$broker")"
