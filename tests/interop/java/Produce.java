// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Says something in each room by Kafka's own producer, as it chooses partitions by itself.
 * usage: Produce BROKER ROOM…
 */
public class Produce {
    public static void main(String[] arguments) throws Exception {
        List<Header> headers = List.of(header("schema", "samsa.event.v1"), header("type", "message"));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", arguments[0]), new StringSerializer(), new StringSerializer())) {
            for (int i = 1; i < arguments.length; ++i) {
                String value = "{\"room\":\"" + arguments[i] + "\",\"nickname\":\"Java\",\"text\":\"차 한 잔?\"}";
                var record = new ProducerRecord<>("Chatting", null, arguments[i], value, headers);
                System.out.println(producer.send(record).get().partition());
            }
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
