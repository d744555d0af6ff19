<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>samsa::app::ArchiveNotice</name>
    <message>
        <source>This was not sent, because it cannot be kept on this computer: %1</source>
        <translation>이 컴퓨터에 보관할 수 없어서 보내지 않았습니다: %1</translation>
    </message>
    <message>
        <source>This was not sent, because this computer cannot write it down. Look whether there is room on the disk.</source>
        <translation>이 컴퓨터에 적어 둘 수 없어서 보내지 않았습니다. 디스크에 공간이 있는지 확인하세요.</translation>
    </message>
</context>
<context>
    <name>samsa::app::ChatController</name>
    <message>
        <source>%1 – %2 – Samsa</source>
        <comment>room, nickname</comment>
        <translation>%1 – %2 – Samsa</translation>
    </message>
</context>
<context>
    <name>samsa::app::ErrorText</name>
    <message>
        <source>That was too fast for the server. Wait a moment.</source>
        <translation>서버가 받기에는 너무 빨랐습니다. 잠시 기다려 주세요.</translation>
    </message>
    <message numerus="yes">
        <source>That was too fast for the server. It asks to wait %n s.</source>
        <translation>
            <numerusform>서버가 받기에는 너무 빨랐습니다. %n초 기다려 달라고 합니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Somebody else has this nickname. Choose another one.</source>
        <translation>다른 사람이 쓰고 있는 닉네임입니다. 다른 닉네임을 골라 주세요.</translation>
    </message>
    <message>
        <source>A nickname has 1 to %1 characters, without line breaks or invisible signs.</source>
        <translation>닉네임은 1~%1자이며, 줄바꿈이나 보이지 않는 문자는 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>This server wants an access key. Ask whoever runs it.</source>
        <translation>이 서버에는 접근 키가 필요합니다. 서버 운영자에게 문의하세요.</translation>
    </message>
    <message>
        <source>The server does not know this session any more.</source>
        <translation>서버가 이 세션을 더 이상 알지 못합니다.</translation>
    </message>
    <message>
        <source>There is a room with this name already.</source>
        <translation>같은 이름의 대화방이 이미 있습니다.</translation>
    </message>
    <message>
        <source>A room&apos;s name has 1 to %1 characters, without line breaks or invisible signs.</source>
        <translation>대화방 이름은 1~%1자이며, 줄바꿈이나 보이지 않는 문자는 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>This room does not exist on the server.</source>
        <translation>서버에 없는 대화방입니다.</translation>
    </message>
    <message>
        <source>A message has 1 to %1 characters and is not only blanks.</source>
        <translation>메시지는 1~%1자이며, 공백만으로는 보낼 수 없습니다.</translation>
    </message>
    <message>
        <source>This is too long for the server.</source>
        <translation>서버가 받기에는 너무 깁니다.</translation>
    </message>
    <message>
        <source>The server cannot store messages right now. Yours waits and goes out later.</source>
        <translation>서버가 지금은 메시지를 저장할 수 없습니다. 쓰신 메시지는 기다렸다가 나중에 전송됩니다.</translation>
    </message>
    <message>
        <source>The server&apos;s database is away right now.</source>
        <translation>지금은 서버의 데이터베이스를 사용할 수 없습니다.</translation>
    </message>
    <message>
        <source>The server cannot show these older messages yet. They are kept.</source>
        <translation>서버가 아직 이 지난 메시지를 보여 줄 수 없습니다. 메시지는 보관되어 있습니다.</translation>
    </message>
    <message>
        <source>The server is shutting down.</source>
        <translation>서버가 종료되고 있습니다.</translation>
    </message>
    <message>
        <source>The server has gone silent.</source>
        <translation>서버가 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>The connection was too slow for what was said; it starts again.</source>
        <translation>대화를 따라가기에는 연결이 느려서 다시 연결합니다.</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>서버에 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>The server cannot be reached: %1</source>
        <translation>서버에 연결할 수 없습니다: %1</translation>
    </message>
    <message>
        <source>The server answered with an error (%1).</source>
        <translation>서버가 오류(%1)로 응답했습니다.</translation>
    </message>
    <message>
        <source>The server answered: %1</source>
        <translation>서버의 응답: %1</translation>
    </message>
    <message>
        <source>The server does not have all that it had any more. The room is read anew.</source>
        <translation>서버에 있던 내용 가운데 일부가 더는 없습니다. 방을 처음부터 다시 읽습니다.</translation>
    </message>
    <message>
        <source>The server has something else in this one&apos;s place. Write it anew.</source>
        <translation>서버에는 이 자리에 이미 다른 것이 있습니다. 새로 작성하세요.</translation>
    </message>
    <message>
        <source>The message that this was meant for is not there any more.</source>
        <translation>대상 메시지가 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>The message that this was meant for was deleted.</source>
        <translation>대상 메시지가 삭제되었습니다.</translation>
    </message>
    <message>
        <source>Only who wrote a message can change or delete it.</source>
        <translation>메시지는 작성한 사람만 고치거나 삭제할 수 있습니다.</translation>
    </message>
    <message>
        <source>The server does not take this as a reaction. Choose another sign.</source>
        <translation>서버가 이것을 반응으로 받지 않습니다. 다른 기호를 고르세요.</translation>
    </message>
    <message>
        <source>This message has as many reactions as it can have.</source>
        <translation>이 메시지에는 더 이상 반응을 달 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::FailureText</name>
    <message>
        <source>This was not sent on %1.</source>
        <translation>%1에 보내지 못했습니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::Hosting</name>
    <message>
        <source>The folder %1 cannot be written, and the server on this computer keeps there what is said.</source>
        <translation>폴더 %1에 쓸 수 없습니다. 이 컴퓨터의 서버는 대화를 그 폴더에 보관합니다.</translation>
    </message>
    <message>
        <source>Another Samsa on this computer works with the same data, but does not say where it can be reached. Close it and try again.</source>
        <translation>이 컴퓨터의 다른 Samsa가 같은 데이터를 쓰고 있지만 연결할 주소를 알려 주지 않습니다. 그 Samsa를 닫고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The server on this computer could not be started: %1</source>
        <translation>이 컴퓨터의 서버를 시작할 수 없습니다: %1</translation>
    </message>
</context>
<context>
    <name>samsa::app::Leaving</name>
    <message>
        <source>You are still here, because a message could not be sent.</source>
        <translation>보내지 못한 메시지가 있어서 아직 나가지 않았습니다.</translation>
    </message>
    <message>
        <source>You leave as soon as everything is sent.</source>
        <translation>모두 보내지면 나갑니다.</translation>
    </message>
    <message>
        <source>What you discarded cannot be removed from this computer&apos;s disk. You leave as soon as it can. You may leave once more and go at once, but what is still on the disk is sent when you come back.</source>
        <translation>버린 내용을 이 컴퓨터의 디스크에서 지울 수 없습니다. 지워지는 대로 나가게 됩니다. 다시 나가기를 고르면 바로 나갈 수 있지만, 디스크에 남은 내용은 돌아왔을 때 보내집니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::LiveTransport</name>
    <message numerus="yes">
        <source>Trying again in %n s</source>
        <translation>
            <numerusform>%n초 뒤에 다시 시도</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>why it is not connected; when it tries again</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>samsa::app::LoginController</name>
    <message>
        <source>Starting the server on this computer…</source>
        <translation>이 컴퓨터에서 서버를 시작하는 중…</translation>
    </message>
    <message>
        <source>Claiming the nickname…</source>
        <translation>닉네임을 등록하는 중…</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>이 컴퓨터</translation>
    </message>
</context>
<context>
    <name>samsa::app::NetworkText</name>
    <message>
        <source>It did not answer in time.</source>
        <translation>제때 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>Nothing listens at its address.</source>
        <translation>그 주소에서 응답하는 프로그램이 없습니다.</translation>
    </message>
    <message>
        <source>It closed the connection.</source>
        <translation>서버가 연결을 끊었습니다.</translation>
    </message>
    <message>
        <source>No computer has this name.</source>
        <translation>그런 이름의 컴퓨터가 없습니다.</translation>
    </message>
    <message>
        <source>No secure connection could be made.</source>
        <translation>보안 연결을 맺을 수 없습니다.</translation>
    </message>
    <message>
        <source>The network is away.</source>
        <translation>네트워크에 연결되어 있지 않습니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::OutageNotice</name>
    <message>
        <source>The server is not to be reached. What you write waits here and goes out, in order, when it is back.</source>
        <translation>서버에 연결할 수 없습니다. 쓰신 메시지는 여기에서 기다렸다가 서버가 돌아오면 차례대로 전송됩니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::PersonFiles</name>
    <message>
        <source>Another Samsa on this computer is in use under this nickname. Choose another one.</source>
        <translation>이 컴퓨터의 다른 Samsa가 이 닉네임을 쓰고 있습니다. 다른 닉네임을 골라 주세요.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written, and Samsa keeps there what you write.</source>
        <translation>Samsa가 쓴 글을 보관하는 폴더 %1에 쓸 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::RoomController</name>
    <message>
        <source>The server does not have all that it had any more, perhaps because a backup was put back. The room was read anew; what you have not sent yet is kept.</source>
        <translation>서버에 있던 내용 가운데 일부가 더는 없습니다. 백업이 복원되었을 수 있습니다. 방을 처음부터 다시 읽었으며, 아직 보내지 않은 글은 그대로 있습니다.</translation>
    </message>
</context>
<context>
    <name>samsa::app::ServerAddress</name>
    <message>
        <source>Enter the server&apos;s address.</source>
        <translation>서버 주소를 입력하세요.</translation>
    </message>
    <message>
        <source>This is not an address. It looks like chat.example.org or 127.0.0.1:8642.</source>
        <translation>올바른 주소가 아닙니다. chat.example.org 또는 127.0.0.1:8642와 같이 입력하세요.</translation>
    </message>
</context>
<context>
    <name>samsa::app::TroubleText</name>
    <message>
        <source>What this computer had kept of your conversations is damaged. It was put aside as %1; what could be read of it is here.</source>
        <translation>이 컴퓨터에 보관된 대화 파일이 손상되었습니다. 파일은 %1(으)로 따로 두었고, 읽을 수 있는 것은 여기에 옮겼습니다.</translation>
    </message>
    <message>
        <source>A newer Samsa has written %1. This one leaves it alone and can keep and send nothing: use the newer one.</source>
        <translation>%1은(는) 더 새로운 Samsa가 쓴 파일입니다. 이 버전은 그대로 두며 아무것도 보관하거나 보낼 수 없으니 새 버전을 써 주세요.</translation>
    </message>
    <message>
        <source>What you had not sent yet cannot be read. It was put aside as %1.</source>
        <translation>아직 보내지 않은 글을 읽을 수 없습니다. %1(으)로 따로 두었습니다.</translation>
    </message>
    <message>
        <source>A newer Samsa has left messages that are not sent yet in %1. This one leaves them alone.</source>
        <translation>더 새로운 Samsa가 아직 보내지 않은 메시지를 %1에 남겼습니다. 이 버전은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Up to where you had read is not known any more: what comes from now on counts as unread. The file was put aside as %1.</source>
        <translation>어디까지 읽었는지 더는 알 수 없습니다. 이제부터 오는 것을 읽지 않은 것으로 셉니다. 파일은 %1(으)로 따로 두었습니다.</translation>
    </message>
    <message>
        <source>Nothing can be kept on this computer, and so nothing be sent. Look whether there is room on the disk and whether %1 may be written.</source>
        <translation>이 컴퓨터에 아무것도 보관할 수 없어서 보낼 수도 없습니다. 디스크에 공간이 있는지, %1에 쓸 수 있는지 확인하세요.</translation>
    </message>
    <message>
        <source>This computer cannot write what should be kept. It tries again; look whether there is room on the disk.</source>
        <translation>보관할 것을 이 컴퓨터에 쓸 수 없습니다. 다시 시도합니다. 디스크에 공간이 있는지 확인하세요.</translation>
    </message>
</context>
<context>
    <name>samsa::ui::ArrivalAnnouncer</name>
    <message>
        <source>%1: %2</source>
        <extracomment>What a screen reader says of a message that has come: nickname, text.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s), the last from %1</source>
        <extracomment>What a screen reader says of several messages that have come; %1 is the last, as &quot;nickname: text&quot;.</extracomment>
        <translation>
            <numerusform>새 메시지 %n개, 마지막은 %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::ChatPanel</name>
    <message>
        <source>No room is open</source>
        <translation>열린 대화방이 없습니다</translation>
    </message>
    <message>
        <source>Choose a room at the left, or make a new one.</source>
        <translation>왼쪽에서 대화방을 고르거나 새로 만드세요.</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>아직 메시지가 없습니다</translation>
    </message>
    <message>
        <source>Say hello: what you write here, everyone in the room reads.</source>
        <translation>인사를 건네 보세요. 여기에 쓴 글은 대화방의 모든 사람이 봅니다.</translation>
    </message>
    <message>
        <source>Write to %1</source>
        <extracomment>In the composer, when the room&apos;s name is known.</extracomment>
        <translation>%1에 메시지 쓰기</translation>
    </message>
    <message numerus="yes">
        <source>%n people here now</source>
        <translation>
            <numerusform>지금 %n명 있음</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>%1 님이 입력하고 있습니다…</translation>
    </message>
    <message>
        <source>%1 and %2 are typing…</source>
        <translation>%1 님과 %2 님이 입력하고 있습니다…</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing…</source>
        <translation>
            <numerusform>%n명이 입력하고 있습니다…</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading messages…</source>
        <translation>메시지를 불러오는 중…</translation>
    </message>
    <message>
        <source>The messages could not be loaded</source>
        <translation>메시지를 불러오지 못했습니다</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>다시 시도</translation>
    </message>
</context>
<context>
    <name>samsa::ui::Composer</name>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter makes a new line</source>
        <translation>Enter로 보내고 Shift+Enter로 줄을 바꿉니다</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>메시지 쓰기</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>보내기</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>보내기(Enter)</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>%n자 남음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>%n자 초과</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>samsa::ui::EdgeRow</name>
    <message>
        <source>Retry</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Retry to load messages</source>
        <translation>메시지 다시 불러오기</translation>
    </message>
    <message>
        <source>Loading messages…</source>
        <translation>메시지를 불러오는 중…</translation>
    </message>
</context>
<context>
    <name>samsa::ui::FieldError</name>
    <message>
        <source>Error: %1</source>
        <translation>오류: %1</translation>
    </message>
</context>
<context>
    <name>samsa::ui::JumpButton</name>
    <message>
        <source>To the newest</source>
        <translation>최신 메시지로</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>새 메시지</translation>
    </message>
</context>
<context>
    <name>samsa::ui::MainWindow</name>
    <message>
        <source>Samsa</source>
        <translation>Samsa</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>&amp;Find a room</source>
        <translation>대화방 찾기(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New room</source>
        <translation>새 대화방(&amp;N)</translation>
    </message>
    <message>
        <source>Switch &amp;polling and live</source>
        <translation>폴링/실시간 전환(&amp;P)</translation>
    </message>
    <message>
        <source>L&amp;eave and change nickname</source>
        <translation>나가고 닉네임 바꾸기(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>화면 모양(&amp;A)</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>시스템 설정에 따름(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>Samsa – %1</source>
        <translation>Samsa – %1</translation>
    </message>
</context>
<context>
    <name>samsa::ui::MessageContent</name>
    <message>
        <source>Message deleted</source>
        <translation>삭제된 메시지</translation>
    </message>
</context>
<context>
    <name>samsa::ui::MessageLayout</name>
    <message>
        <source>Not sent</source>
        <translation>전송되지 않음</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>다시 보내기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>edited · %1</source>
        <translation>수정됨 · %1</translation>
    </message>
</context>
<context>
    <name>samsa::ui::MessageList</name>
    <message>
        <source>Messages</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Open %1</source>
        <extracomment>What can be done with a message; %1 is a web address.</extracomment>
        <translation>%1 열기</translation>
    </message>
</context>
<context>
    <name>samsa::ui::MessageMenu</name>
    <message>
        <source>&amp;Retry</source>
        <translation>다시 보내기(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>지우기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Copy message</source>
        <translation>메시지 복사(&amp;C)</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Copy %n message(s)</source>
        <translation>
            <numerusform>메시지 %n개 복사(&amp;C)</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Open link</source>
        <translation>링크 열기(&amp;O)</translation>
    </message>
    <message>
        <source>Copy &amp;link</source>
        <translation>링크 복사(&amp;L)</translation>
    </message>
</context>
<context>
    <name>samsa::ui::NicknameDialog</name>
    <message>
        <source>Join – Samsa</source>
        <translation>참여 – Samsa</translation>
    </message>
    <message>
        <source>Choose a nickname, how messages arrive and which server to use.</source>
        <translation>닉네임, 메시지를 받는 방법, 사용할 서버를 고르세요.</translation>
    </message>
    <message>
        <source>Welcome to Samsa</source>
        <translation>Samsa에 오신 것을 환영합니다</translation>
    </message>
    <message>
        <source>Pick a nickname and start talking.</source>
        <translation>닉네임을 정하고 대화를 시작하세요.</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>닉네임</translation>
    </message>
    <message>
        <source>Up to 20 characters</source>
        <translation>최대 20자</translation>
    </message>
    <message>
        <source>How others will see you</source>
        <translation>다른 사람에게 보일 이름</translation>
    </message>
    <message>
        <source>&amp;Nickname</source>
        <translation>닉네임(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Polling</source>
        <translation>폴링(&amp;P)</translation>
    </message>
    <message>
        <source>Asks again and again: simple, a little later.</source>
        <translation>되풀이해서 물어봅니다. 단순하지만 조금 늦습니다.</translation>
    </message>
    <message>
        <source>&amp;Live (WebSocket)</source>
        <translation>실시간, WebSocket(&amp;L)</translation>
    </message>
    <message>
        <source>Is told at once, over a connection that stays open.</source>
        <translation>열려 있는 연결로 바로 전달받습니다.</translation>
    </message>
    <message>
        <source>How messages arrive</source>
        <translation>메시지를 받는 방법</translation>
    </message>
    <message>
        <source>&amp;Host on this computer</source>
        <translation>이 컴퓨터에서 열기(&amp;H)</translation>
    </message>
    <message>
        <source>Starts a server here, inside this program.</source>
        <translation>이 프로그램 안에서 서버를 시작합니다.</translation>
    </message>
    <message>
        <source>&amp;Server address</source>
        <translation>서버 주소(&amp;S)</translation>
    </message>
    <message>
        <source>Joins a server that is running already.</source>
        <translation>이미 실행 중인 서버에 참여합니다.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>서버 주소</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>참여할 곳</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>접근 키</translation>
    </message>
    <message>
        <source>&amp;Access key</source>
        <translation>접근 키(&amp;A)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>참여</translation>
    </message>
    <message>
        <source>Please enter a nickname.</source>
        <translation>닉네임을 입력해 주세요.</translation>
    </message>
    <message>
        <source>Please enter the server&apos;s address.</source>
        <translation>서버 주소를 입력해 주세요.</translation>
    </message>
</context>
<context>
    <name>samsa::ui::NoticeBar</name>
    <message>
        <source>Close the notice</source>
        <translation>알림 닫기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>samsa::ui::RoomFilterField</name>
    <message>
        <source>Find a room</source>
        <translation>대화방 찾기</translation>
    </message>
    <message>
        <source>Find a room (Ctrl+K)</source>
        <translation>대화방 찾기(Ctrl+K)</translation>
    </message>
</context>
<context>
    <name>samsa::ui::RoomFilterModel</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>읽지 않은 메시지 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people here now</source>
        <translation>
            <numerusform>지금 %n명 있음</numerusform>
        </translation>
    </message>
    <message>
        <source>last message from %1, %2: %3</source>
        <translation>마지막 메시지, %1, %2: %3</translation>
    </message>
</context>
<context>
    <name>samsa::ui::RoomListPanel</name>
    <message>
        <source>Rooms</source>
        <translation>대화방</translation>
    </message>
    <message>
        <source>No rooms yet</source>
        <translation>아직 대화방이 없습니다</translation>
    </message>
    <message>
        <source>Make the first one in the field below.</source>
        <translation>아래 칸에서 첫 대화방을 만들어 보세요.</translation>
    </message>
    <message>
        <source>No room found</source>
        <translation>대화방을 찾지 못했습니다</translation>
    </message>
    <message>
        <source>No room&apos;s name holds what you typed.</source>
        <translation>입력하신 글자가 들어간 대화방이 없습니다.</translation>
    </message>
    <message>
        <source>New room</source>
        <translation>새 대화방</translation>
    </message>
    <message>
        <source>Name of a new room (Ctrl+N)</source>
        <translation>새 대화방의 이름(Ctrl+N)</translation>
    </message>
    <message>
        <source>Make the room</source>
        <translation>대화방 만들기</translation>
    </message>
    <message>
        <source>Open</source>
        <extracomment>What can be done with a room in the list.</extracomment>
        <translation>열기</translation>
    </message>
</context>
<context>
    <name>samsa::ui::RoomText</name>
    <message>
        <source>No messages yet</source>
        <translation>아직 메시지가 없습니다</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>In the list of rooms: a nickname, then what was said.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>samsa::ui::TimeText</name>
    <message>
        <source>now</source>
        <translation>방금</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes ago, short</comment>
        <translation>
            <numerusform>%n분</numerusform>
        </translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>어제</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>오늘</translation>
    </message>
</context>
<context>
    <name>samsa::ui::TimelineModel</name>
    <message>
        <source>%1, %2: %3</source>
        <extracomment>Nickname, time, text.</extracomment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>%1, sent</source>
        <translation>%1, 전송됨</translation>
    </message>
    <message>
        <source>%1, not sent yet</source>
        <translation>%1, 아직 전송되지 않음</translation>
    </message>
    <message>
        <source>%1, not sent</source>
        <translation>%1, 전송 실패</translation>
    </message>
    <message>
        <source>%1, not sent: %2</source>
        <translation>%1, 전송 실패: %2</translation>
    </message>
    <message>
        <source>%1, edited</source>
        <comment>a message</comment>
        <translation>%1, 수정됨</translation>
    </message>
</context>
<context>
    <name>samsa::ui::TimelineView</name>
    <message>
        <source>New messages</source>
        <translation>새 메시지</translation>
    </message>
</context>
<context>
    <name>samsa::ui::TransportBar</name>
    <message>
        <source>Connected</source>
        <translation>연결됨</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>연결하는 중…</translation>
    </message>
    <message>
        <source>Waiting to connect again</source>
        <translation>다시 연결하려고 기다리는 중</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>오프라인</translation>
    </message>
    <message>
        <source>How messages arrive</source>
        <translation>메시지를 받는 방법</translation>
    </message>
    <message>
        <source>Polling</source>
        <translation>폴링</translation>
    </message>
    <message>
        <source>Ask the server for new messages every so often</source>
        <translation>새 메시지가 있는지 서버에 주기적으로 묻습니다</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>Be told of new messages at once, over WebSocket</source>
        <translation>WebSocket으로 새 메시지를 바로 전달받습니다</translation>
    </message>
    <message>
        <source>Ask every</source>
        <translation>간격</translation>
    </message>
    <message>
        <source>Polling interval in seconds</source>
        <translation>폴링 간격(초)</translation>
    </message>
    <message>
        <source>How long to wait between two questions</source>
        <translation>다음에 물어볼 때까지 기다리는 시간</translation>
    </message>
    <message>
        <source> s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>Time until the next question</source>
        <translation>다음 요청까지 남은 시간</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>아직 응답 없음</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>Last answer: %1, nothing new</source>
        <translation>마지막 응답: %1, 새 메시지 없음</translation>
    </message>
    <message>
        <source>Last answer: %1</source>
        <translation>마지막 응답: %1</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>묻는 중…</translation>
    </message>
    <message>
        <source>Next in %1 s</source>
        <translation>%1초 뒤</translation>
    </message>
    <message>
        <source>Heart-beat just now</source>
        <translation>방금 하트비트</translation>
    </message>
    <message>
        <source>Heart-beat %1 s ago</source>
        <translation>하트비트 %1초 전</translation>
    </message>
</context>
<context>
    <name>samsa::ui::UnsentDialog</name>
    <message>
        <source>Leave</source>
        <translation>나가기</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of yours are not sent yet.</source>
        <translation>
            <numerusform>아직 보내지 않은 메시지가 %n개 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Who leaves gives up the nickname, and what is not sent by then stays behind.</source>
        <translation>나가면 닉네임을 내놓게 되고, 그때까지 보내지 않은 것은 남습니다.</translation>
    </message>
    <message>
        <source>S&amp;tay</source>
        <translation>머무르기(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Discard and leave</source>
        <translation>버리고 나가기(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Send first</source>
        <translation>먼저 보내기(&amp;S)</translation>
    </message>
</context>
</TS>
