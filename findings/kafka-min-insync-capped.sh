#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: Apache Kafka 4.4.0, confluent-kafka 2.16.1
# guess:    With min.insync.replicas=2 and acks=all, a topic of one replica refuses every record (NOT_ENOUGH_REPLICAS), as the
#           description of the setting says.
# seen:     Accepted: the broker takes the smaller of the setting and the number of replicas. A topic that was made with one replica
#           by mistake is not found out by writing to it.
source "$(dirname "$0")/support/common.bash"
python confluent-kafka==2.16.1
broker 4.4.0
cat >look.py <<'END'
import sys
import confluent_kafka
from confluent_kafka.admin import AdminClient, ConfigResource, NewTopic, ResourceType

broker = {"bootstrap.servers": sys.argv[1]}
admin = AdminClient(broker)
admin.create_topics([NewTopic("talk", 1, 1, config={"min.insync.replicas": "2"})])["talk"].result()
asked = ConfigResource(ResourceType.TOPIC, "talk")
print("min.insync.replicas", admin.describe_configs([asked])[asked].result()["min.insync.replicas"].value)
producer = confluent_kafka.Producer({**broker, "acks": "all", "message.timeout.ms": 20000})
producer.produce("talk", b"one", on_delivery=lambda error, message: print(error or f"accepted at {message.offset()}"))
producer.flush(30)
END
expect "one replica" \
"min.insync.replicas 2
accepted at 0" "$("$python" look.py "$broker")"
