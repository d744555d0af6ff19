// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

// go-stomp over a WebSocket, told by lines what to do; clients.test.mjs says which.
// usage: client ADDRESS NICKNAME TOKEN ROOM
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/go-stomp/stomp/v3"
	"golang.org/x/net/websocket"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Subscribes with after, if there is one, and tells what comes until the connection is lost.
func follow(address, login, passcode, room, after string) *stomp.Conn {
	config, err := websocket.NewConfig("ws://"+address+"/ws", "http://"+address)
	must(err)
	config.Protocol = []string{"v12.stomp"}
	socket, err := websocket.DialConfig(config)
	must(err)
	connection, err := stomp.Connect(socket, stomp.ConnOpt.Login(login, passcode), stomp.ConnOpt.HeartBeat(10*time.Second, 10*time.Second))
	must(err)
	destination := "/topic/rooms/" + room
	var subscription *stomp.Subscription
	if after == "" {
		subscription, err = connection.Subscribe(destination, stomp.AckAuto)
	} else {
		subscription, err = connection.Subscribe(destination, stomp.AckAuto, stomp.SubscribeOpt.Header("after", after))
	}
	must(err)
	go func() {
		for message := range subscription.C {
			if message.Err != nil {
				fmt.Println("lost")
				return
			}
			fmt.Println("message", message.Header.Get("position"), string(message.Body))
		}
	}()
	fmt.Println("following")
	return connection
}

func main() {
	address, login, passcode, room := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	connection := follow(address, login, passcode, room, "")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "say":
			must(connection.Send("/app/rooms/"+room, "text/plain", []byte(rest), stomp.SendOpt.Receipt))
			fmt.Println("sent") // It does not show what a receipt says.
		case "resume":
			connection = follow(address, login, passcode, room, rest)
		default:
			must(connection.Disconnect())
			return
		}
	}
}
