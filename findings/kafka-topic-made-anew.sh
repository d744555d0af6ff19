#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: confluent-kafka 2.16.1 (librdkafka) with Apache Kafka 4.4.0
# guess:    A consumer whose topic is deleted and made anew gets an error, at the latest when it is told not to choose a place by itself
#           (auto.offset.reset=error).
# seen:     If the new topic has grown past the old offset meanwhile, the consumer goes on there: no error, no event, and what the new
#           topic holds before that is never read.
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


def make(word, count):
    while True:
        try:
            admin.create_topics([NewTopic("talk", 1, 1)])["talk"].result()
            break
        except confluent_kafka.KafkaException as refused:  # The old one is not quite gone.
            if refused.args[0].code() != confluent_kafka.KafkaError.TOPIC_ALREADY_EXISTS:
                raise
            time.sleep(0.2)
    producer = confluent_kafka.Producer(broker)
    for n in range(count):
        producer.produce("talk", f"{word} {n}", partition=0)
    assert producer.flush(30) == 0


def read():
    found = []
    while True:
        message = consumer.poll(30)
        if message is None or message.error():
            return found + ["silence" if message is None else message.error().name()]
        found.append(message.value().decode())


make("old", 5)
consumer = confluent_kafka.Consumer({**broker, "group.id": "g", "auto.offset.reset": "error", "enable.partition.eof": True})
consumer.assign([confluent_kafka.TopicPartition("talk", 0, 0)])
print(", ".join(read()))
consumer.pause([confluent_kafka.TopicPartition("talk", 0)])
admin.delete_topics(["talk"])["talk"].result()
make("new", 8)
consumer.resume([confluent_kafka.TopicPartition("talk", 0)])
print(", ".join(read()))
consumer.close()
END
expect "five old records read, then eight new ones made" \
"old 0, old 1, old 2, old 3, old 4, _PARTITION_EOF
new 5, new 6, new 7, _PARTITION_EOF" "$("$python" look.py "$broker" 2>/dev/null)"
