// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gallery/sample_talk.h"

using namespace Qt::Literals::StringLiterals;

using samsa::ui::MessageState;

namespace {

struct Line
{
    const char16_t *nickname;
    const char16_t *english;
    const char16_t *korean;
    int minutesAgo;
};

// The first nickname of each language is one's own.
constexpr Line lines[] {
    {u"Grete", u"Morning! The new icons are in the shared folder.",
     u"좋은 아침이에요! 새 아이콘을 공유 폴더에 올렸어요.", 26 * 60},
    {u"Grete", u"Have a look when you find the time.", u"시간 날 때 한번 봐 주세요.", 26 * 60 - 1},
    {u"Ann", u"They look great. I like the rounded corners.",
     u"정말 좋네요. 둥근 모서리가 마음에 들어요.", 25 * 60},
    {u"Felix", u"One question: do we keep the old ones for the print version?",
     u"질문 하나요. 인쇄용으로는 예전 것을 그대로 쓰나요?", 24 * 60 + 30},
    {u"Ann", u"Yes, until the next edition.", u"네, 다음 판까지는요.", 24 * 60 + 25},
    {u"Grete", u"The guidelines are at https://design.example.org/guidelines (version 3).",
     u"지침은 https://design.example.org/guidelines 에 있어요 (3판).", 95},
    {u"Felix", u"Thanks, that helps", u"고마워요, 도움이 됐어요", 93},
    {u"Felix",
     u"I read them on the train. Two things that I noticed:\n• the margins on small screens\n• the "
     u"contrast of the grey text",
     u"기차에서 읽었어요. 눈에 띈 것 두 가지:\n• 작은 화면의 여백\n• 회색 글자의 대비", 92},
    {u"Milena", u"Good catch, both are fixed in the draft that I send around this afternoon.",
     u"잘 보셨어요. 오후에 보낼 초안에는 둘 다 고쳐져 있어요.", 40},
    {u"Ann", u"Perfect. Shall we meet at three?", u"완벽해요. 세 시에 만날까요?", 4},
    {u"Ann", u"I bring coffee ☕", u"커피는 제가 가져갈게요 ☕", 3},
};

QString korean(const QString &nickname)
{
    static const QHash<QString, QString> names {
        {u"Ann"_s, u"지민"_s},
        {u"Grete"_s, u"서연"_s},
        {u"Felix"_s, u"도윤"_s},
        {u"Milena"_s, u"하은"_s},
    };
    return names.value(nickname);
}

} // namespace

void fillRooms(FakeRooms &rooms, bool inKorean)
{
    const QDateTime now = QDateTime::currentDateTime();
    const auto add = [&](const char *id, const char16_t *english, const char16_t *other, int unread,
                         const char16_t *nickname, const char16_t *said, const char16_t *saidOther,
                         qint64 secondsAgo, int people) {
        FakeRoom room;
        room.id = QString::fromLatin1(id);
        room.name = QString::fromUtf16(inKorean ? other : english);
        room.unread = unread;
        if (nickname != nullptr) {
            const QString name = QString::fromUtf16(nickname);
            room.lastNickname = inKorean ? korean(name) : name;
            room.lastText = QString::fromUtf16(inKorean ? saidOther : said);
            room.lastTime = now.addSecs(-secondsAgo);
        }
        room.people = people;
        rooms.add(room);
    };
    add("r1", u"Product design", u"제품 디자인", 0, u"Ann", u"I bring coffee ☕",
        u"커피는 제가 가져갈게요 ☕", 180, 4);
    add("r2", u"Release 1.0", u"릴리스 1.0", 3, u"Felix", u"The last test is green",
        u"마지막 테스트도 통과했어요", 1500, 7);
    add("r3", u"Lunch", u"점심", 128, u"Milena",
        u"Noodles again? I would not say no to a soup either", u"또 국수요? 국물 요리도 좋아요",
        26 * 3600, 2);
    add("r4", u"Everything about the spring conference in Prague", u"프라하 봄 학회에 관한 모든 것",
        0, u"Grete", u"Tickets are booked", u"표를 예매했어요", 3 * 86400, 0);
    add("r5", u"Books", u"책", 0, nullptr, nullptr, nullptr, 0, 1);
}

QList<FakeMessage> sampleTalk(bool inKorean)
{
    const QDateTime now = QDateTime::currentDateTime();
    QList<FakeMessage> messages;
    for (const Line &line : lines) {
        FakeMessage message;
        const QString nickname = QString::fromUtf16(line.nickname);
        message.id = u"m%1"_s.arg(messages.size());
        message.own = nickname == u"Ann"_s;
        message.nickname = inKorean ? korean(nickname) : nickname;
        message.text = QString::fromUtf16(inKorean ? line.korean : line.english);
        message.time = now.addSecs(-60 * line.minutesAgo);
        message.position = messages.size() + 1;
        messages.append(message);
    }
    messages.last().state = MessageState::Pending;
    messages.last().position = 0;
    return messages;
}

FakeMessage failedMessage(bool inKorean)
{
    FakeMessage message;
    message.id = u"failed"_s;
    message.own = true;
    message.nickname = inKorean ? u"지민"_s : u"Ann"_s;
    message.text = inKorean ? u"케이크도요?"_s : u"And cake?"_s;
    message.time = QDateTime::currentDateTime().addSecs(-100);
    message.state = MessageState::Failed;
    message.failure = u"The server refused it."_s;
    return message;
}

QList<FakeMessage> extremeMessages()
{
    const QStringList texts {
        QString(4000, QLatin1Char('W')).first(600),
        u"مرحبا بالجميع! هذه رسالة من اليمين إلى اليسار، وفيها كلمة Samsa."_s,
        u"שלום"_s,
        u"👩‍👩‍👧‍👦 🇰🇷 👍🏽 😀😀😀"_s,
        u"한국어와 English가 섞인 긴 문장도 단어 사이에서 제대로 나누어져야 합니다. "
        "그래야 읽기 좋습니다."_s,
        u"<b>not bold</b> & <img src=x>"_s,
    };
    QList<FakeMessage> messages;
    for (const QString &text : texts) {
        FakeMessage message;
        message.id = u"x%1"_s.arg(messages.size());
        message.nickname = messages.size() == 1 ? u"خالد"_s : u"Wolfeschlegelstein"_s;
        message.text = text;
        message.own = messages.size() == 4;
        message.time = QDateTime::currentDateTime();
        message.position = 100 + messages.size();
        messages.append(message);
    }
    return messages;
}
