// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/unit/ui/fake_rooms.h"
#include "ui/room_delegate.h"
#include "ui/room_filter_model.h"
#include "ui/room_layout.h"
#include "ui/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOptionViewItem>
#include <QTest>

using namespace samsa::ui;

namespace {

FakeRoom room(const QString &id, const QString &name, int minutesAgo)
{
    FakeRoom result;
    result.id = id;
    result.name = name;
    if (minutesAgo >= 0) {
        result.lastTime = QDateTime::currentDateTime().addSecs(-60 * minutesAgo);
        result.lastText = QStringLiteral("hello");
        result.lastNickname = QStringLiteral("Ann");
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
    rooms.add(room(QStringLiteral("1"), QStringLiteral("old"), 500));
    rooms.add(room(QStringLiteral("2"), QStringLiteral("new"), 1));
    rooms.add(room(QStringLiteral("3"), QStringLiteral("middle"), 50));
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    QCOMPARE(names(model),
             QStringList({QStringLiteral("new"), QStringLiteral("middle"), QStringLiteral("old")}));
}

void TestRoomRows::aMessageMovesItsRoomToTheTop()
{
    FakeRooms rooms;
    rooms.add(room(QStringLiteral("1"), QStringLiteral("first"), 1));
    rooms.add(room(QStringLiteral("2"), QStringLiteral("second"), 5));
    RoomFilterModel model;
    model.setSourceModel(&rooms);

    rooms.change(QStringLiteral("2"),
                 [](FakeRoom &changed) { changed.lastTime = QDateTime::currentDateTime(); });

    QCOMPARE(names(model), QStringList({QStringLiteral("second"), QStringLiteral("first")}));
}

void TestRoomRows::roomsWithoutActivityAreLastAndByName()
{
    FakeRooms rooms;
    rooms.add(room(QStringLiteral("1"), QStringLiteral("b"), -1));
    rooms.add(room(QStringLiteral("2"), QStringLiteral("a"), -1));
    rooms.add(room(QStringLiteral("3"), QStringLiteral("z"), 100000));
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    QCOMPARE(names(model),
             QStringList({QStringLiteral("z"), QStringLiteral("a"), QStringLiteral("b")}));
}

void TestRoomRows::filtersByPartsOfTheNameInAnyCase()
{
    FakeRooms rooms;
    rooms.add(room(QStringLiteral("1"), QStringLiteral("Kafka readers"), 3));
    rooms.add(room(QStringLiteral("2"), QStringLiteral("개발팀"), 2));
    rooms.add(room(QStringLiteral("3"), QStringLiteral("Music (live)"), 1));
    RoomFilterModel model;
    model.setSourceModel(&rooms);

    model.setFilterText(QStringLiteral("  READ "));
    QCOMPARE(names(model), QStringList({QStringLiteral("Kafka readers")}));
    model.setFilterText(QStringLiteral("발"));
    QCOMPARE(names(model), QStringList({QStringLiteral("개발팀")}));
    model.setFilterText(QStringLiteral("(")); // no pattern, only text
    QCOMPARE(names(model), QStringList({QStringLiteral("Music (live)")}));
    model.setFilterText({});
    QCOMPARE(model.rowCount(), 3);

    model.setFilterText(QStringLiteral("new"));
    rooms.add(room(QStringLiteral("4"), QStringLiteral("New one"), 0));
    QCOMPARE(names(model), QStringList({QStringLiteral("New one")}));
}

void TestRoomRows::findsARoomById()
{
    FakeRooms rooms;
    rooms.add(room(QStringLiteral("1"), QStringLiteral("a"), 3));
    rooms.add(room(QStringLiteral("2"), QStringLiteral("b"), 2));
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    QCOMPARE(model.indexOfRoom(QStringLiteral("1")).row(), 1);
    QVERIFY(!model.indexOfRoom(QStringLiteral("9")).isValid());
}

void TestRoomRows::accessibleTextSaysWhatTheRowShows()
{
    FakeRooms rooms;
    FakeRoom busy = room(QStringLiteral("1"), QStringLiteral("General"), 3);
    busy.unread = 4;
    busy.people = 7;
    rooms.add(busy);
    RoomFilterModel model;
    model.setSourceModel(&rooms);
    const QString text = model.index(0, 0).data(Qt::AccessibleTextRole).toString();
    for (const char *part : {"General", "4", "7", "Ann", "hello"})
        QVERIFY2(text.contains(QLatin1StringView(part)), qPrintable(text));
    QCOMPARE(model.index(0, 0).data(Qt::DisplayRole).toString(), QStringLiteral("General"));
}

void TestRoomRows::aRowSaysWhatTheModelSays()
{
    FakeRooms rooms;
    FakeRoom busy = room(QStringLiteral("1"), QStringLiteral("Two\nlines"), 0);
    busy.lastText = QStringLiteral("a\nb");
    busy.unread = 100;
    busy.people = 3;
    rooms.add(busy);
    rooms.add(room(QStringLiteral("2"), QStringLiteral("Quiet"), -1));

    const RoomRow row = RoomRow::of(rooms.index(0));
    QCOMPARE(row.name, QStringLiteral("Two lines"));
    QCOMPARE(row.preview, QStringLiteral("Ann: a b"));
    QCOMPARE(row.badge, QStringLiteral("99+"));
    QCOMPARE(row.people, QStringLiteral("3"));

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
    row.name = QStringLiteral("A name that is much longer than there is room for it in any list");
    row.time = QStringLiteral("Yesterday");
    row.preview = QStringLiteral("Nobody: ") + QString(500, QLatin1Char('x'));
    row.people = QStringLiteral("1024");
    row.badge = QStringLiteral("99+");

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
    row.name = QStringLiteral("name");
    row.time = QStringLiteral("now");
    QStyleOptionViewItem option = optionFor(300);
    option.direction = Qt::RightToLeft;
    const RoomLayout layout = RoomLayout::of(option, row);
    QVERIFY(layout.tile.left() > layout.name.right());
    QVERIFY(layout.time.right() < layout.name.left());
}

void TestRoomRows::isPaintedInBothThemes()
{
    FakeRooms rooms;
    FakeRoom busy = room(QStringLiteral("1"), QStringLiteral("General"), 1);
    busy.unread = 2;
    busy.people = 5;
    rooms.add(busy);
    RoomDelegate delegate;
    delegate.setCurrentRoom(QStringLiteral("1"));
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
