// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * Spring's STOMP client, told by lines what to do; clients.test.mjs says which.
 * usage: SpringClient ADDRESS NICKNAME TOKEN ROOM
 */
public class SpringClient extends StompSessionHandlerAdapter {
    private static final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static WebSocketStompClient client;
    private static String address, login, passcode, room;

    private volatile boolean ending;

    @Override
    public void handleTransportError(StompSession session, Throwable exception) {
        if (!ending)
            out.println("lost");
        ending = true;
    }

    private static void message(StompHeaders headers, String body) {
        out.println("message " + headers.getFirst("position") + " " + body);
    }

    private StompSession follow(String after) throws Exception {
        StompHeaders connect = new StompHeaders();
        connect.setLogin(login);
        connect.setPasscode(passcode);
        StompSession session = client.connectAsync("ws://" + address + "/ws", new WebSocketHttpHeaders(), connect, this).get();
        StompHeaders headers = new StompHeaders();
        headers.setDestination("/topic/rooms/" + room);
        headers.setReceipt("follow");
        if (after != null)
            headers.set("after", after);
        CountDownLatch followed = new CountDownLatch(1);
        session.subscribe(headers, new StompFrameHandler() {
            @Override
            public Type getPayloadType(StompHeaders ignored) {
                return byte[].class; // A converter to String takes text/plain alone.
            }
            @Override
            public void handleFrame(StompHeaders received, Object body) {
                message(received, new String((byte[]) body, StandardCharsets.UTF_8));
            }
        }).addReceiptTask(followed::countDown);
        followed.await();
        out.println("following");
        return session;
    }

    public static void main(String[] arguments) throws Exception {
        address = arguments[0];
        login = arguments[1];
        passcode = arguments[2];
        room = arguments[3];
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setDaemon(true);
        scheduler.afterPropertiesSet();
        client = new WebSocketStompClient(new StandardWebSocketClient());
        client.setTaskScheduler(scheduler); // With one it beats every 10 s, without it does not.
        SpringClient handler = new SpringClient();
        StompSession session = handler.follow(null);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int said = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("say")) {
                StompHeaders headers = new StompHeaders();
                headers.setDestination("/app/rooms/" + room);
                headers.setContentType(MimeTypeUtils.parseMimeType("text/plain;charset=UTF-8"));
                headers.setReceipt("said-" + ++said);
                session.send(headers, words[1].getBytes(StandardCharsets.UTF_8)).addReceiptTask(receipt -> out.println("sent " + receipt.getFirst("position")));
            } else if (words[0].equals("resume")) {
                handler = new SpringClient();
                session = handler.follow(words[1]);
            } else {
                handler.ending = true;
                session.disconnect();
                System.exit(0);
            }
        }
    }
}
