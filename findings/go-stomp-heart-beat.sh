#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Samsa authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# software: github.com/go-stomp/stomp/v3 3.1.5
# guess:    A client that sends heart-beat:0,0 wants none, whatever the server answers: STOMP lets either side say no with a 0.
# seen:     It takes the server's numbers alone: with an answer of 2000,2000, it waits for beats that nobody has promised it, and ends the
#           connection with "read timeout" when nothing comes. With 0,0 it stays.
source "$(dirname "$0")/support/common.bash"
go_modules github.com/go-stomp/stomp/v3@v3.1.5
cat >main.go <<'END'
package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/go-stomp/stomp/v3"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	for _, beats := range []string{"0,0", "2000,2000"} {
		server, err := net.Listen("tcp", "127.0.0.1:0")
		must(err)
		go func() {
			connection, err := server.Accept()
			must(err)
			reader := bufio.NewReader(connection)
			frame, _ := reader.ReadString(0)
			for _, line := range strings.Split(frame, "\n") {
				if strings.HasPrefix(line, "heart-beat:") {
					fmt.Println("asked for", line)
				}
			}
			fmt.Fprintf(connection, "CONNECTED\nversion:1.2\nheart-beat:%s\n\n\x00", beats)
			for err == nil {
				_, err = reader.ReadByte()
			}
		}()
		client, err := stomp.Dial("tcp", server.Addr().String(), stomp.ConnOpt.HeartBeat(0, 0))
		must(err)
		subscription, err := client.Subscribe("/topic/a", stomp.AckAuto)
		must(err)
		select {
		case message := <-subscription.C:
			fmt.Println("answered", beats, "ended:", message.Err)
		case <-time.After(15 * time.Second):
			fmt.Println("answered", beats, "goes on")
		}
	}
}
END
go mod tidy 2>/dev/null
expect "two connections without traffic" \
"asked for heart-beat:0,0
answered 0,0 goes on
asked for heart-beat:0,0
answered 2000,2000 ended: read timeout" "$(go run . 2>/dev/null)"
