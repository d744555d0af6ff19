<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>samsa::app::ErrorText</name>
    <message numerus="yes">
        <source>That was too fast for the server. It asks to wait %n s.</source>
        <translation>
            <numerusform>That was too fast for the server. It asks to wait %n s.</numerusform>
            <numerusform>That was too fast for the server. It asks to wait %n s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::app::LiveTransport</name>
    <message numerus="yes">
        <source>Trying again in %n s</source>
        <translation>
            <numerusform>Trying again in %n s</numerusform>
            <numerusform>Trying again in %n s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::ArrivalAnnouncer</name>
    <message numerus="yes">
        <source>%n new message(s), the last from %1</source>
        <extracomment>What a screen reader says of several messages that have come; %1 is the last, as &quot;nickname: text&quot;.</extracomment>
        <translation>
            <numerusform>%n new message, from %1</numerusform>
            <numerusform>%n new messages, the last from %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::ChatPanel</name>
    <message numerus="yes">
        <source>%n people here now</source>
        <translation>
            <numerusform>%n person here now</numerusform>
            <numerusform>%n people here now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing…</source>
        <translation>
            <numerusform>%n person is typing…</numerusform>
            <numerusform>%n people are typing…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::Composer</name>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>%n character left</numerusform>
            <numerusform>%n characters left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>%n character too many</numerusform>
            <numerusform>%n characters too many</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::RoomFilterModel</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people here now</source>
        <translation>
            <numerusform>%n person here now</numerusform>
            <numerusform>%n people here now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::TimeText</name>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes ago, short</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
</TS>
