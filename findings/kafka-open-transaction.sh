#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: confluent-kafka 2.16.1 (librdkafka), kafka-python 3.0.12, with Apache Kafka 4.4.0
# guess:    a consumer without settings reads what brokers have confirmed, and get_watermark_offsets says how far that goes.
# seen:     While anybody's transaction is open on a partition, librdkafka's consumer is at the "end of the partition" at the place
#           where that began: it reads committed records unless told otherwise. Records of producers without transactions, confirmed
#           long ago, wait behind it. The high watermark that it asks for is that place as well, the cached one is the real end,
#           so a lag of 0 and one of 4 stand in one program. kafka-python reads everything with its defaults.
source "$(dirname "$0")/support/common.bash"
python confluent-kafka==2.16.1 kafka-python==3.0.12
broker 4.4.0
cat >look.py <<'END'
import sys
import time
import confluent_kafka
import kafka
from confluent_kafka.admin import AdminClient, NewTopic

broker = {"bootstrap.servers": sys.argv[1]}
admin = AdminClient(broker)
admin.create_topics([NewTopic("talk", 1, 1)])["talk"].result()
stranger = confluent_kafka.Producer({**broker, "transactional.id": "stranger"})
stranger.init_transactions(30)
stranger.begin_transaction()
stranger.produce("talk", b"not yet")
stranger.flush()
plain = confluent_kafka.Producer(broker)
confirmed = []
for n in range(3):
    plain.produce("talk", b"%d" % n, on_delivery=lambda error, message: confirmed.append(error))
    plain.flush()
print("confirmed without a transaction", confirmed.count(None))


def read(settings):
    consumer = confluent_kafka.Consumer({**broker, "group.id": "g", "enable.partition.eof": True, **settings})
    partition = confluent_kafka.TopicPartition("talk", 0, 0)
    consumer.assign([partition])
    found = 0
    while True:
        message = consumer.poll(30)
        if message.error():
            break
        found += 1
    asked = consumer.get_watermark_offsets(partition, timeout=10)[1]
    cached = consumer.get_watermark_offsets(partition, cached=True)[1]
    consumer.close()
    return f"{found} records, high watermark asked {asked}, cached {cached}"


print("librdkafka", read({}))
print("librdkafka read_uncommitted", read({"isolation.level": "read_uncommitted"}))
other = kafka.KafkaConsumer(bootstrap_servers=sys.argv[1])
other.assign([kafka.TopicPartition("talk", 0)])
other.seek_to_beginning()
found, deadline = 0, time.monotonic() + 20
while found < 4 and time.monotonic() < deadline:
    found += sum(len(records) for records in other.poll(500).values())
print("kafka-python", found, "records")
stranger.abort_transaction()
END
expect "four records, the first of an open transaction" \
"confirmed without a transaction 3
librdkafka 0 records, high watermark asked 0, cached 4
librdkafka read_uncommitted 4 records, high watermark asked 4, cached 4
kafka-python 4 records" "$("$python" look.py "$broker")"
