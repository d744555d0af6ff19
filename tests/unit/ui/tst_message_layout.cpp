// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fake_messages.h"
#include "ui/theme/time_text.h"
#include "ui/timeline/message_content.h"
#include "ui/timeline/message_layout.h"
#include "ui/timeline/message_links.h"
#include "ui/timeline/timeline_model.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

constexpr int wide = 900;
constexpr int narrow = 380;

MessageContent said(const QString &text, bool own = false)
{
    MessageContent content;
    content.id = u"id"_s;
    content.nickname = u"Ann"_s;
    content.text = text;
    content.time = QDateTime(QDate(2026, 11, 23), QTime(10, 42));
    content.own = own;
    return content;
}

QStringList oddTexts()
{
    return {u"a"_s,
            u"A sentence of a usual length, with a comma."_s,
            u"two\nlines"_s,
            u"\n\n"_s,
            u"ends in a newline\n"_s,
            QString(4000, QLatin1Char('W')),
            u"word "_s.repeated(800),
            u"مرحبا بالجميع! هذه رسالة من اليمين إلى اليسار."_s,
            u"مرحبا "_s.repeated(100),
            u"안녕하세요 여러분, 오늘 회의는 세 시에 시작합니다. "_s.repeated(3),
            u"👩‍👩‍👧‍👦 🇰🇷 👍🏽"_s,
            u"<b>not bold</b> &amp;"_s,
            u"tab\there"_s};
}

} // namespace

class TestMessageLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void quickHeightIsTheExactHeight_data();
    void quickHeightIsTheExactHeight();
    void everythingIsWithinTheRow_data();
    void everythingIsWithinTheRow();
    void ownBubblesAreAtTheRightAndOthersAtTheLeft();
    void writingFromRightToLeftEndsWithTheTimeAtTheLeft();
    void aDayAndTheUnreadLineTakeRoomAbove();
    void onlyAFailedMessageOffersRetryAndDiscard();
    void pointsHitWhatIsThere();
    void linksAreFoundWithoutThePunctuationAround_data();
    void linksAreFoundWithoutThePunctuationAround();
    void messagesOfOnePersonWithinFiveMinutesAreAGroup();
    void theUnreadLineBreaksAGroup();
    void accessibleTextSaysWhoWhenWhatAndWhetherItWasSent();
    void accessibleTextSaysWhatStandsAboveTheMessage();
};

void TestMessageLayout::quickHeightIsTheExactHeight_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("width");
    for (const int width : {narrow, 500, wide}) {
        for (int length = 1; length < 120; length += 7) {
            QTest::addRow("%d characters in %d", length, width)
                << u"Some words of all lengths, i.e. short ones "_s.repeated(3).first(length)
                << width;
        }
    }
    int number = 0;
    for (const QString &text : oddTexts())
        QTest::addRow("odd text %d", ++number) << text << wide;
}

void TestMessageLayout::quickHeightIsTheExactHeight()
{
    QFETCH(QString, text);
    QFETCH(int, width);
    const MessageStyle style;
    for (const bool own : {false, true}) {
        for (const bool startsGroup : {false, true}) {
            MessagePlace place;
            place.startsGroup = startsGroup;
            place.startsDay = startsGroup;
            const MessageContent content = said(text, own);
            const MessageLayout layout(content, place, style, width);
            const LineMeasure line = MessageLayout::measureLine(content, style);
            const int quick = MessageLayout::heightOfLine(line, content, place, style, width);
            if (quick >= 0)
                QCOMPARE(quick, layout.height());
            else
                QVERIFY(layout.text().lineCount() > 1 || line.width > style.textWidth(width));
        }
    }
}

void TestMessageLayout::everythingIsWithinTheRow_data()
{
    QTest::addColumn<QString>("text");
    int number = 0;
    for (const QString &text : oddTexts())
        QTest::addRow("odd text %d", ++number) << text;
}

void TestMessageLayout::everythingIsWithinTheRow()
{
    QFETCH(QString, text);
    const MessageStyle style;
    for (const int width : {narrow, wide}) {
        for (const bool own : {false, true}) {
            MessageContent content = said(text, own);
            content.state = own ? MessageState::Failed : MessageState::Sent;
            const MessageLayout layout(content, {}, style, width);
            const QRect row(0, 0, width, layout.height());
            QVERIFY(row.contains(layout.bubble()));
            QVERIFY(layout.bubble().contains(layout.meta()));
            for (int i = 0; i < layout.text().lineCount(); ++i) {
                const QRectF line =
                    layout.text().lineAt(i).naturalTextRect().translated(layout.textTopLeft());
                QVERIFY(line.left() >= layout.bubble().left());
                QVERIFY(line.right() <= layout.bubble().right() + 1.0);
                QVERIFY(line.bottom() <= layout.bubble().bottom() + 1.0);
            }
            // The time covers no text.
            const QTextLine last = layout.text().lineAt(layout.text().lineCount() - 1);
            const QRectF end = last.naturalTextRect().translated(layout.textTopLeft());
            if (end.bottom() > layout.meta().top() + style.metaHeight / 2)
                QVERIFY(!end.toAlignedRect().intersects(layout.meta()));
            if (own) {
                QVERIFY(row.contains(layout.failure()));
                QVERIFY(layout.failure().top() > layout.bubble().bottom());
            }
        }
    }
}

void TestMessageLayout::ownBubblesAreAtTheRightAndOthersAtTheLeft()
{
    const MessageStyle style;
    const MessageLayout own(said(u"hello"_s, true), {}, style, wide);
    const MessageLayout other(said(u"hello"_s), {}, style, wide);
    QCOMPARE(own.bubble().right() + 1, wide - MessageStyle::margin);
    QVERIFY(own.avatar().isEmpty());
    QCOMPARE(other.bubble().left(), MessageStyle::margin + style.avatar + MessageStyle::avatarGap);
    QCOMPARE(other.avatar().left(), MessageStyle::margin);
    QVERIFY(other.name().bottom() < other.bubble().top());
}

void TestMessageLayout::writingFromRightToLeftEndsWithTheTimeAtTheLeft()
{
    const MessageLayout layout(said(u"שלום לכולם"_s), {}, MessageStyle(), wide);
    const QRectF text = layout.text().lineAt(0).naturalTextRect().translated(layout.textTopLeft());
    QVERIFY(layout.meta().right() < text.left());
    QVERIFY(text.right() > layout.bubble().right() - 2 * MessageStyle::bubblePaddingX);
}

void TestMessageLayout::aDayAndTheUnreadLineTakeRoomAbove()
{
    const MessageStyle style;
    const MessageLayout plain(said(u"hello"_s), {}, style, wide);
    MessagePlace place;
    place.startsDay = true;
    const MessageLayout day(said(u"hello"_s), place, style, wide);
    QCOMPARE(day.height() - plain.height(), style.pillHeight + MessageStyle::dayGap);
    place.startsUnread = true;
    const MessageLayout both(said(u"hello"_s), place, style, wide);
    QVERIFY(both.unreadTop() >= both.dayTop() + style.pillHeight);
    QVERIFY(both.bubble().top() >= both.unreadTop() + style.pillHeight);
}

void TestMessageLayout::onlyAFailedMessageOffersRetryAndDiscard()
{
    MessageContent content = said(u"hello"_s, true);
    const MessageLayout sent(content, {}, MessageStyle(), wide);
    QVERIFY(sent.retry().isEmpty());
    QVERIFY(sent.discard().isEmpty());
    content.state = MessageState::Failed;
    const MessageLayout failed(content, {}, MessageStyle(), wide);
    QVERIFY(failed.retry().right() < failed.discard().left());
    QVERIFY(failed.height() > sent.height());
}

void TestMessageLayout::pointsHitWhatIsThere()
{
    using Kind = MessageHit::Kind;
    MessageContent content = said(u"https://example.org/a and words"_s, true);
    content.state = MessageState::Failed;
    const MessageLayout layout(content, {}, MessageStyle(), wide);
    QCOMPARE(layout.hit({2, 2}).kind, Kind::Nothing);
    QCOMPARE(layout.hit(layout.retry().center()).kind, Kind::Retry);
    QCOMPARE(layout.hit(layout.discard().center()).kind, Kind::Discard);
    QCOMPARE(layout.hit(layout.meta().center()).kind, Kind::Time);
    QCOMPARE(layout.hit(layout.bubble().topLeft() + QPoint(3, 3)).kind, Kind::Bubble);
    const QTextLine line = layout.text().lineAt(0);
    const auto at = [&](int character) {
        return layout.textTopLeft()
            + QPoint(qRound(line.cursorToX(character)) + 2, qRound(line.height() / 2));
    };
    QCOMPARE(layout.hit(at(3)).kind, Kind::Link);
    QCOMPARE(layout.hit(at(3)).link, QUrl(u"https://example.org/a"_s));
    QCOMPARE(layout.hit(at(25)).kind, Kind::Bubble);
}

void TestMessageLayout::linksAreFoundWithoutThePunctuationAround_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("links");
    const auto row = [](const char *name, const QString &text, const QStringList &links) {
        QTest::newRow(name) << text << links;
    };
    row("none", u"no address here"_s, {});
    row("sentence", u"See http://a.example/b."_s, {u"http://a.example/b"_s});
    row("brackets", u"(https://a.example/x_(y))"_s, {u"https://a.example/x_(y)"_s});
    row("two", u"https://a.example, HTTPS://b.example!"_s,
        {u"https://a.example"_s, u"HTTPS://b.example"_s});
    row("other schemes", u"javascript://x file:///etc/passwd ftp://a.example data://x"_s, {});
    row("no host", u"http:///path https://"_s, {});
    row("quoted", u"\"https://a.example/q?x=1&y=2\""_s, {u"https://a.example/q?x=1&y=2"_s});
    row("newline", u"https://a.example\nhttps://b.example"_s,
        {u"https://a.example"_s, u"https://b.example"_s});
    row("behind a letter", u"여기https://www.example.com/a 그리고 éhttp://b.example"_s,
        {u"https://www.example.com/a"_s, u"http://b.example"_s});
    row("within a word", u"xhttps://a.example 1http://b.example _http://c.example"_s, {});
    for (const QChar sign : u"，！？；：（）「」『』【】《》、。"_s)
        QTest::addRow("before U+%04x", sign.unicode())
            << u"「https://a.example/가%1你好"_s.arg(sign)
            << QStringList {u"https://a.example/가"_s};
    row("IPv6", u"http://[::1]:8080/x, http://[2001:db8::7] and (http://[::1]/)."_s,
        {u"http://[::1]:8080/x"_s, u"http://[2001:db8::7]"_s, u"http://[::1]/"_s});
    row("brackets that are no host", u"http://[example] http://a.example/b[1]"_s,
        {u"http://a.example/b"_s});
}

void TestMessageLayout::linksAreFoundWithoutThePunctuationAround()
{
    QFETCH(QString, text);
    QFETCH(QStringList, links);
    QStringList found;
    for (const MessageLink &link : findLinks(text)) {
        found << text.sliced(link.start, link.length);
        QVERIFY(link.url.scheme() == u"http"_s || link.url.scheme() == u"https"_s);
    }
    QCOMPARE(found, links);
}

void TestMessageLayout::messagesOfOnePersonWithinFiveMinutesAreAGroup()
{
    FakeMessages model;
    const QDateTime time(QDate(2026, 11, 23), QTime(12, 0));
    const auto message = [&](const char *nickname, const QDateTime &when) {
        FakeMessage result;
        result.nickname = QString::fromLatin1(nickname);
        result.time = when;
        return result;
    };
    model.append({message("Ann", time), message("Ann", time.addSecs(299)),
                  message("Ann", time.addSecs(300 + 299 + 2)), message("Bob", time.addSecs(610)),
                  message("Bob", time.addDays(1))});
    const auto place = [&](int row) { return messagePlace(model.index(row), 0); };
    QVERIFY(place(0).startsDay && place(0).startsGroup && !place(0).endsGroup);
    QVERIFY(!place(1).startsDay && !place(1).startsGroup && place(1).endsGroup);
    QVERIFY(place(2).startsGroup);
    QVERIFY(place(3).startsGroup && !place(3).isLast);
    QVERIFY(place(4).startsDay && place(4).startsGroup && place(4).isLast);
}

void TestMessageLayout::theUnreadLineBreaksAGroup()
{
    FakeMessages model;
    model.append(manyMessages(u"m"_s, 2, 10, QDateTime::currentDateTime()));
    QVERIFY(!messagePlace(model.index(1), 0).startsGroup);
    QVERIFY(messagePlace(model.index(1), 11).startsGroup);
    QVERIFY(messagePlace(model.index(1), 11).startsUnread);
    QVERIFY(!messagePlace(model.index(1), 10).startsUnread);
    QCOMPARE(firstUnreadRow(model, 11), 1);
    QCOMPARE(firstUnreadRow(model, 0), -1);
    QCOMPARE(firstUnreadRow(model, 99), -1);
}

void TestMessageLayout::accessibleTextSaysWhoWhenWhatAndWhetherItWasSent()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    FakeMessages model;
    FakeMessage message;
    message.nickname = u"Ann %2"_s;
    message.text = u"hello %1"_s;
    message.time = QDateTime(QDate(2026, 11, 23), QTime(10, 42));
    model.append({message, message, message, message, message});
    for (const int row : {1, 2, 3, 4})
        model.change(row, [](FakeMessage &changed) { changed.own = true; });
    model.change(2, [](FakeMessage &changed) { changed.state = MessageState::Pending; });
    model.change(3, [](FakeMessage &changed) { changed.state = MessageState::Failed; });
    model.change(4, [](FakeMessage &changed) {
        changed.state = MessageState::Failed;
        changed.failure = u"Too long."_s;
    });
    TimelineModel timeline;
    timeline.setSourceModel(&model);
    const auto read = [&](int row) {
        return timeline.index(row, 0).data(Qt::AccessibleTextRole).toString();
    };
    const QString day = dayName(message.time.date(), QDate::currentDate());
    QCOMPARE(read(0), day + u". Ann %2, 10:42: hello %1"_s);
    QCOMPARE(read(1), u"Ann %2, 10:42: hello %1, sent"_s);
    QCOMPARE(read(2), u"Ann %2, 10:42: hello %1, not sent yet"_s);
    QCOMPARE(read(3), u"Ann %2, 10:42: hello %1, not sent"_s);
    QCOMPARE(read(4), u"Ann %2, 10:42: hello %1, not sent: Too long."_s);
    model.change(0, [](FakeMessage &changed) { changed.edited = true; });
    model.change(1, [](FakeMessage &changed) { changed.edited = true; });
    QCOMPARE(read(0), day + u". Ann %2, 10:42: hello %1, edited"_s);
    QCOMPARE(read(1), u"Ann %2, 10:42: hello %1, edited, sent"_s);
    // Somebody else's, when what one did to it was refused.
    model.change(0, [](FakeMessage &changed) {
        changed.state = MessageState::Failed;
        changed.failure = u"Too many."_s;
    });
    QCOMPARE(read(0), day + u". Ann %2, 10:42: hello %1, edited, not sent: Too many."_s);
    QCOMPARE(timeline.index(0, 0).data(Qt::DisplayRole).toString(), message.text);
}

void TestMessageLayout::accessibleTextSaysWhatStandsAboveTheMessage()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QDate today = QDate::currentDate();
    const QDateTime yesterday(today.addDays(-1), QTime(23, 58));
    FakeMessages model;
    model.append(manyMessages(u"m"_s, 5, 10, yesterday));
    TimelineModel timeline;
    timeline.setSourceModel(&model);
    timeline.setFirstUnread(12);
    const auto read = [&](int row) {
        return timeline.index(row, 0).data(Qt::AccessibleTextRole).toString();
    };
    QVERIFY2(read(0).startsWith(u"Yesterday. Ann, 23:58: "_s), qPrintable(read(0)));
    QVERIFY2(read(1).startsWith(u"Ann, 23:59: "_s), qPrintable(read(1)));
    QVERIFY2(read(2).startsWith(u"Today. New messages. Me, 00:00: "_s), qPrintable(read(2)));
    QVERIFY2(read(3).startsWith(u"Ann, 00:01: "_s), qPrintable(read(3)));
}

QTEST_MAIN(TestMessageLayout)
#include "tst_message_layout.moc"
