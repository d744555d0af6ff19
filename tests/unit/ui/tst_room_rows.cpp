// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/fake_rooms.h"
#include "ui/rooms/room_delegate.h"
#include "ui/rooms/room_filter_model.h"
#include "ui/rooms/room_layout.h"
#include "ui/theme/bidi_text.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionViewItem>
#include <QTest>
#include <QTextLayout>

using namespace Qt::Literals::StringLiterals;

using namespace samsa::ui;

namespace {

FakeRoom room(const QString &id, const QString &name, int minutesAgo)
{
    FakeRoom result;
    result.id = id;
    result.name = name;
    if (minutesAgo >= 0) {
        result.lastTime = QDateTime::currentDateTime().addSecs(-60 * minutesAgo);
        result.lastText = u"hello"_s;
        result.lastNickname = u"Ann"_s;
    }
    return result;
}

QStringList names(const QAbstractItemModel &model)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result << model.index(row, 0).data(RoomNameRole).toString();
    return result;
}

QStyleOptionViewItem optionFor(int width)
{
    QStyleOptionViewItem option;
    option.font = QApplication::font();
    option.fontMetrics = QFontMetrics(option.font);
    option.rect = QRect(0, 0, width, RoomLayout::heightFor(option.font));
    option.direction = Qt::LeftToRight;
    return option;
}

} // namespace

/// The rows of the room list without the list: their order, their words, their geometry.
class TestRoomRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newestActivityIsFirst();
    void aMessageMovesItsRoomToTheTop();
    void aNameFromRightToLeftLeavesTheNumberBehindItInPlace();
    void whatIsWrittenFromLeftToRightIsLeftAsItIs();
    void roomsWithoutActivityAreLastAndByName();
    void filtersByPartsOfTheNameInAnyCase();
    void findsARoomById();
    void accessibleTextSaysWhatTheRowShows();
    void aRowSaysWhatTheModelSays();
    void nothingOverlapsAtAnyWidth_data();
    void nothingOverlapsAtAnyWidth();
    void aMirroredLayoutIsMirrored();
    void isPaintedInBothThemes();
};

void TestRoomRows::newestActivityIsFirst()
{
    FakeRooms rooms;
    rooms.add(room(u"1"_s, u"old"_s, 500));
    rooms.add(room(u"2"_s, u"new"_s, 1));
    rooms.add(room(u"3"_s, u"middle"_s, 50));
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    QCOMPARE(names(model), QStringList({u"new"_s, u"middle"_s, u"old"_s}));
}

void TestRoomRows::aNameFromRightToLeftLeavesTheNumberBehindItInPlace()
{
    FakeRooms rooms;
    FakeRoom tea = room(u"1"_s, u"Tea"_s, 1);
    tea.lastNickname = u"דנה"_s;
    tea.lastText = u"5 minutes, ok?"_s;
    rooms.add(tea);
    const QString preview = RoomRow::of(rooms.index(0)).preview;
    QTextLayout layout(preview);
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(option);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const double number = line.cursorToX(int(preview.indexOf(u'5')));
    QVERIFY(number > line.cursorToX(int(preview.indexOf(u'ד'))));
    QVERIFY(number > line.cursorToX(int(preview.indexOf(u':'))));
}

void TestRoomRows::whatIsWrittenFromLeftToRightIsLeftAsItIs()
{
    QCOMPARE(isolated(u"Ann 5, 지민!"_s), u"Ann 5, 지민!"_s);
    QCOMPARE(isolated(u"דנה"_s), u"\u2068דנה\u2069"_s);
    QCOMPARE(isolated(u"a\u2069\u202eb"_s), u"\u2068a\u202eb\u2069"_s); // it cannot get out
}

void TestRoomRows::aMessageMovesItsRoomToTheTop()
{
    FakeRooms rooms;
    rooms.add(room(u"1"_s, u"first"_s, 1));
    rooms.add(room(u"2"_s, u"second"_s, 5));
    RoomFilterModel model;
    model.setSourceModel(&rooms);

    rooms.change(u"2"_s,
                 [](FakeRoom &changed) { changed.lastTime = QDateTime::currentDateTime(); });

    QCOMPARE(names(model), QStringList({u"second"_s, u"first"_s}));
}

void TestRoomRows::roomsWithoutActivityAreLastAndByName()
{
    FakeRooms rooms;
    rooms.add(room(u"1"_s, u"b"_s, -1));
    rooms.add(room(u"2"_s, u"a"_s, -1));
    rooms.add(room(u"3"_s, u"z"_s, 100000));
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    QCOMPARE(names(model), QStringList({u"z"_s, u"a"_s, u"b"_s}));
}

void TestRoomRows::filtersByPartsOfTheNameInAnyCase()
{
    FakeRooms rooms;
    rooms.add(room(u"1"_s, u"Kafka readers"_s, 3));
    rooms.add(room(u"2"_s, u"개발팀"_s, 2));
    rooms.add(room(u"3"_s, u"Music (live)"_s, 1));
    RoomFilterModel model;
    model.setSourceModel(&rooms);

    model.setFilterText(u"  READ "_s);
    QCOMPARE(names(model), QStringList({u"Kafka readers"_s}));
    model.setFilterText(u"발"_s);
    QCOMPARE(names(model), QStringList({u"개발팀"_s}));
    model.setFilterText(u"("_s); // no pattern, only text
    QCOMPARE(names(model), QStringList({u"Music (live)"_s}));
    model.setFilterText({});
    QCOMPARE(model.rowCount(), 3);

    model.setFilterText(u"new"_s);
    rooms.add(room(u"4"_s, u"New one"_s, 0));
    QCOMPARE(names(model), QStringList({u"New one"_s}));
}

void TestRoomRows::findsARoomById()
{
    FakeRooms rooms;
    rooms.add(room(u"1"_s, u"a"_s, 3));
    rooms.add(room(u"2"_s, u"b"_s, 2));
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    QCOMPARE(model.indexOfRoom(u"1"_s).row(), 1);
    QVERIFY(!model.indexOfRoom(u"9"_s).isValid());
}

void TestRoomRows::accessibleTextSaysWhatTheRowShows()
{
    FakeRooms rooms;
    FakeRoom busy = room(u"1"_s, u"General"_s, 3);
    busy.unread = 4;
    busy.people = 7;
    rooms.add(busy);
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    const QString text = model.index(0, 0).data(Qt::AccessibleTextRole).toString();
    for (const char *part : {"General", "4", "7", "Ann", "hello"})
        QVERIFY2(text.contains(QLatin1StringView(part)), qPrintable(text));
    QCOMPARE(model.index(0, 0).data(Qt::DisplayRole).toString(), u"General"_s);
}

void TestRoomRows::aRowSaysWhatTheModelSays()
{
    FakeRooms rooms;
    FakeRoom busy = room(u"1"_s, u"Two\nlines"_s, 0);
    busy.lastText = u"a\nb"_s;
    busy.unread = 100;
    busy.people = 3;
    rooms.add(busy);
    rooms.add(room(u"2"_s, u"Quiet"_s, -1));

    const RoomRow row = RoomRow::of(rooms.index(0));
    QCOMPARE(row.name, u"Two lines"_s);
    QCOMPARE(row.preview, u"Ann: a b"_s);
    QCOMPARE(row.badge, u"99+"_s);
    QCOMPARE(row.people, u"3"_s);

    const RoomRow quiet = RoomRow::of(rooms.index(1));
    QVERIFY(!quiet.preview.isEmpty()); // says that there is nothing
    QVERIFY(quiet.badge.isEmpty());
    QVERIFY(quiet.people.isEmpty());
    QVERIFY(quiet.time.isEmpty());
}

void TestRoomRows::nothingOverlapsAtAnyWidth_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {230, 290, 400, 800})
        QTest::addRow("%d", width) << width;
}

void TestRoomRows::nothingOverlapsAtAnyWidth()
{
    QFETCH(const int, width);
    RoomRow row;
    row.name = u"A name that is much longer than there is room for it in any list"_s;
    row.time = u"Yesterday"_s;
    row.preview = u"Nobody: "_s + QString(500, QLatin1Char('x'));
    row.people = u"1024"_s;
    row.badge = u"99+"_s;

    const QStyleOptionViewItem option = optionFor(width);
    const RoomLayout layout = RoomLayout::of(option, row);

    const QList<QRect> parts {layout.tile,       layout.name,   layout.time, layout.preview,
                              layout.peopleIcon, layout.people, layout.badge};
    for (qsizetype i = 0; i < parts.size(); ++i) {
        QVERIFY2(parts.at(i).isValid(), qPrintable(QString::number(i)));
        QVERIFY(layout.card.contains(parts.at(i)));
        for (qsizetype j = i + 1; j < parts.size(); ++j)
            QVERIFY(!parts.at(i).intersects(parts.at(j)));
    }
    QVERIFY(option.rect.contains(layout.card));
}

void TestRoomRows::aMirroredLayoutIsMirrored()
{
    RoomRow row;
    row.name = u"name"_s;
    row.time = u"now"_s;
    QStyleOptionViewItem option = optionFor(300);
    option.direction = Qt::RightToLeft;
    const RoomLayout layout = RoomLayout::of(option, row);
    QVERIFY(layout.tile.left() > layout.name.right());
    QVERIFY(layout.time.right() < layout.name.left());
}

void TestRoomRows::isPaintedInBothThemes()
{
    FakeRooms rooms;
    FakeRoom busy = room(u"1"_s, u"General"_s, 1);
    busy.unread = 2;
    busy.people = 5;
    rooms.add(busy);
    RoomDelegate delegate;
    delegate.setCurrentRoom(u"1"_s);
    QStyleOptionViewItem option = optionFor(290);
    QCOMPARE(delegate.sizeHint(option, rooms.index(0)).height(), option.rect.height());
    option.state |= QStyle::State_HasFocus | QStyle::State_MouseOver;
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        applyTheme(scheme);
        QImage image(option.rect.size(), QImage::Format_ARGB32);
        image.fill(colour(Colour::Sidebar));
        QPainter painter(&image);
        delegate.paint(&painter, option, rooms.index(0));
        painter.end();
        QCOMPARE(image.pixelColor(150, 8), colour(Colour::Selection)); // it is the open one
        const RoomLayout layout = RoomLayout::of(option, RoomRow::of(rooms.index(0)));
        QCOMPARE(image.pixelColor(layout.badge.center().x(), layout.badge.top() + 2),
                 colour(Colour::Badge));
    }
}

QTEST_MAIN(TestRoomRows)
#include "tst_room_rows.moc"
