// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Says something in each room by one of the Kafka producers for Go, as it chooses partitions by itself.
// usage: produce LIBRARY BROKER ROOM…
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/IBM/sarama"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

const topic = "Chatting"

var headers = map[string]string{"schema": "samsa.event.v1", "type": "message"}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func value(library, room string) []byte {
	return fmt.Appendf(nil, `{"room":%q,"nickname":%q,"text":"차 한 잔?"}`, room, library)
}

func withFranz(broker string, rooms []string) {
	client, err := kgo.NewClient(kgo.SeedBrokers(broker))
	must(err)
	defer client.Close()
	for _, room := range rooms {
		record := &kgo.Record{Topic: topic, Key: []byte(room), Value: value("franz-go", room)}
		for name, text := range headers {
			record.Headers = append(record.Headers, kgo.RecordHeader{Key: name, Value: []byte(text)})
		}
		must(client.ProduceSync(context.Background(), record).FirstErr())
	}
}

func withSarama(broker string, rooms []string) {
	config := sarama.NewConfig()
	config.Producer.Return.Successes = true
	producer, err := sarama.NewSyncProducer([]string{broker}, config)
	must(err)
	defer producer.Close()
	for _, room := range rooms {
		message := &sarama.ProducerMessage{Topic: topic, Key: sarama.StringEncoder(room), Value: sarama.ByteEncoder(value("sarama", room))}
		for name, text := range headers {
			message.Headers = append(message.Headers, sarama.RecordHeader{Key: []byte(name), Value: []byte(text)})
		}
		_, _, err := producer.SendMessage(message)
		must(err)
	}
}

func withKafkaGo(broker string, rooms []string) {
	writer := &kafka.Writer{Addr: kafka.TCP(broker), Topic: topic, BatchSize: 1}
	defer writer.Close()
	for _, room := range rooms {
		message := kafka.Message{Key: []byte(room), Value: value("kafka-go", room)}
		for name, text := range headers {
			message.Headers = append(message.Headers, kafka.Header{Key: name, Value: []byte(text)})
		}
		must(writer.WriteMessages(context.Background(), message))
	}
}

func main() {
	producers := map[string]func(string, []string){"franz-go": withFranz, "sarama": withSarama, "kafka-go": withKafkaGo}
	producers[os.Args[1]](os.Args[2], os.Args[3:])
}
