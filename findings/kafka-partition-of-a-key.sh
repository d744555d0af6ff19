#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: Apache Kafka 4.4.0; producers: kafka-python 3.0.12, confluent-kafka 2.16.1, franz-go 1.22.3, sarama 1.61.1,
#           kafka-go 0.4.51, kafkajs 2.2.4, @platformatic/kafka 1.35.0, each with its own defaults
# guess:    The same key goes to the same partition, whichever library sends it; at least always to the same one of one library.
# seen:     Three go by murmur2 as Java does: kafka-python, franz-go, kafkajs. @platformatic/kafka goes by murmur2 too, but takes
#           the hash for unsigned where Java drops its highest bit: half of the keys go elsewhere, which a test with one or two keys
#           may not show. sarama goes by FNV-1a, confluent-kafka by CRC-32, and kafka-go does not look at the key at all: it takes
#           the partitions in turn, so that the order within a key is lost.
source "$(dirname "$0")/support/common.bash"
python confluent-kafka==2.16.1 kafka-python==3.0.12
node_packages kafkajs@2.2.4 @platformatic/kafka@1.35.0
go_modules github.com/IBM/sarama@v1.61.1 github.com/segmentio/kafka-go@v0.4.51 github.com/twmb/franz-go@v1.22.3
broker 4.4.0
cat >python.py <<'END'
import sys
import confluent_kafka
import kafka
from confluent_kafka.admin import AdminClient, NewTopic

broker, keys = sys.argv[1], sys.argv[2:]
admin = AdminClient({"bootstrap.servers": broker})
for made in admin.create_topics([NewTopic(topic, 12, 1) for topic in ("talk", "turns")]).values():
    made.result()
producer = kafka.KafkaProducer(bootstrap_servers=broker)
print("kafka-python", *(producer.send("talk", b"", key=key.encode()).get(30).partition for key in keys))
producer.close()
producer = confluent_kafka.Producer({"bootstrap.servers": broker})
places = []
for key in keys:
    producer.produce("talk", b"", key, on_delivery=lambda error, message: places.append(message.partition()))
    producer.flush(30)
print("confluent-kafka", *places)
END
cat >node.mjs <<'END'
import { Producer, stringSerializers } from "@platformatic/kafka";
import { Kafka, logLevel } from "kafkajs";
const [, , broker, ...keys] = process.argv;
const kafkajs = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).producer();
await kafkajs.connect();
const places = [];
for (const key of keys) places.push((await kafkajs.send({ topic: "talk", messages: [{ key, value: "" }] }))[0].partition);
console.log("kafkajs", ...places.splice(0));
await kafkajs.disconnect();
const platformatic = new Producer({ clientId: "finding", bootstrapBrokers: [broker], serializers: stringSerializers });
for (const key of keys)
  places.push((await platformatic.send({ messages: [{ topic: "talk", key, value: "" }] })).offsets[0].partition);
console.log("@platformatic/kafka", ...places);
await platformatic.close();
END
cat >main.go <<'END'
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/IBM/sarama"
	kafkago "github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	broker, keys := os.Args[1], os.Args[2:]
	background := context.Background()
	franz, err := kgo.NewClient(kgo.SeedBrokers(broker))
	must(err)
	fmt.Print("franz-go")
	for _, key := range keys {
		record, err := franz.ProduceSync(background, &kgo.Record{Topic: "talk", Key: []byte(key)}).First()
		must(err)
		fmt.Print(" ", record.Partition)
	}
	settings := sarama.NewConfig()
	settings.Producer.Return.Successes = true
	producer, err := sarama.NewSyncProducer([]string{broker}, settings)
	must(err)
	fmt.Print("\nsarama")
	for _, key := range keys {
		partition, _, err := producer.SendMessage(&sarama.ProducerMessage{Topic: "talk", Key: sarama.StringEncoder(key)})
		must(err)
		fmt.Print(" ", partition)
	}
	// It does not say where a message went, so that is read.
	writer := &kafkago.Writer{Addr: kafkago.TCP(broker), Topic: "turns", BatchSize: 1}
	for range 3 {
		must(writer.WriteMessages(background, kafkago.Message{Key: []byte(keys[0]), Value: []byte("again")}))
	}
	reader, err := kgo.NewClient(kgo.SeedBrokers(broker), kgo.ConsumeTopics("turns"), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	must(err)
	places := map[int32]bool{}
	for found := 0; found < 3; {
		reader.PollFetches(background).EachRecord(func(record *kgo.Record) {
			found++
			places[record.Partition] = true
		})
	}
	fmt.Println("\nkafka-go: one key three times, partitions:", len(places))
}
END
go mod tidy >/dev/null 2>&1
keys=()
for n in {00..09}; do keys+=("3f2504e0-4f89-41d3-9a0c-0305e82c33$n"); done
expect "ten keys, twelve partitions" \
"kafka-python 5 8 7 1 11 7 6 7 7 0
confluent-kafka 8 6 4 6 1 7 5 7 6 0
kafkajs 5 8 7 1 11 7 6 7 7 0
@platformatic/kafka 5 4 3 1 11 3 2 7 3 8
franz-go 5 8 7 1 11 7 6 7 7 0
sarama 2 3 0 1 6 7 4 5 6 7
kafka-go: one key three times, partitions: 3" \
"$("$python" python.py "$broker" "${keys[@]}"
KAFKAJS_NO_PARTITIONER_WARNING=1 node node.mjs "$broker" "${keys[@]}" 2>/dev/null
go run . "$broker" "${keys[@]}")"
