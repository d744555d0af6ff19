// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program/translations.h"
#include "server/server.h"
#include "tests/gui/person.h"
#include "tests/gui/speaker.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <cstdio>
#include <map>

using namespace Qt::Literals::StringLiterals;

/// Takes the screenshots of the documentation: the real windows, with a real server that several
/// people have talked on. usage: samsa-shots FOLDER

using namespace samsa;
using namespace samsa::test;

namespace {

struct Line
{
    const char *room;
    const char *who;
    const char *text;
    int minutesAgo;
};

// Before Ann was here the last time.
constexpr std::array heardBefore {
    Line {"General", "Ben", "Good morning! The new build is up.", 1510},
    Line {"General", "Chloé", "Installed. The room list is so much calmer now.", 1503},
    Line {"General", "Ann", "Glad to hear that.", 1502},
    Line {"General", "지민", "안녕하세요! 저도 방금 설치했어요.", 1490},
    Line {"General", "Ann", "지민 님, 반가워요! Does the Korean input work for you?", 1488},
    Line {"General", "지민", "네, 아주 잘 됩니다. 조합 중에 Enter를 눌러도 보내지지 않네요.", 1486},
    Line {"General", "Ben", "That was the one thing I was worried about.", 95},
    Line {"General", "Marek",
          "I left the laptop closed over lunch. When I opened it again, everything I had missed "
          "was there, in order, nothing twice.",
          62},
    Line {"General", "Ann", "That is the log at work: it resumes behind the last position.", 60},
    Line {"General", "Ann", "Polling and live read from the same place.", 60},
    Line {"Kafka study", "Marek", "Chapter 4 tonight: partitions and keys.", 300},
    Line {"Kafka study", "Ann", "I'll be there.", 290},
    Line {"한국어 모임", "서연", "이번 주 토요일에 만날까요?", 200},
    Line {"Lunch", "Chloé", "Bibimbap or ramen?", 190},
    Line {"Release 0.1", "Ben", "Tagging it on Friday.", 2900},
};

// Since then.
constexpr std::array unheard {
    Line {"Kafka study", "Marek", "Slides are in the wiki.", 24},
    Line {"Kafka study", "서연", "Thanks! Why one partition per room, again?", 18},
    Line {"Kafka study", "Marek", "So that adding partitions never reorders a room.", 15},
    Line {"한국어 모임", "지민", "좋아요! 두 시에 어때요?", 12},
    Line {"한국어 모임", "서연", "네, 두 시에 도서관 앞에서 봐요.", 9},
    Line {"Lunch", "Chloé", "Ramen it is!", 42},
    Line {"General", "Chloé", "Who is joining the call at three?", 7},
    Line {"General", "Ben", "Me. I'll bring the numbers for live against polling.", 5},
    Line {"General", "지민", "저도 참석할게요.", 3},
    Line {"General", "Marek", "Same here, five minutes late.", 2},
};

void check(bool worked, const char *what)
{
    if (!worked) {
        std::fprintf(stderr, "samsa-shots: %s did not work\n", what);
        std::exit(1);
    }
}

/// The world the screenshots are taken in: a server, people, rooms, and what was said.
class World
{
public:
    World() { startServer(); }

    quint16 port() const { return m_server->port(); }
    std::map<QString, QUuid> rooms;

    Speaker &speaker(const QString &nickname)
    {
        auto &speaker = m_speakers[nickname];
        if (!speaker) {
            speaker = std::make_unique<Speaker>(port(), nickname);
            check(speaker->isThere(), "joining");
        }
        return *speaker;
    }

    template <std::size_t size>
    void say(const std::array<Line, size> &lines)
    {
        for (const Line &line : lines) {
            const QString room = QString::fromUtf8(line.room);
            Speaker &who = speaker(QString::fromUtf8(line.who));
            if (!rooms.contains(room))
                rooms[room] = who.makeRoom(room);
            check(who.say(rooms[room], QString::fromUtf8(line.text)), "speaking");
            m_minutesAgo.append(line.minutesAgo);
        }
    }

    /// Everybody is seen in the room again.
    void look(const QString &room)
    {
        for (const auto &[nickname, speaker] : m_speakers)
            check(speaker->look(rooms[room]), "looking");
    }

    /// Somebody leaves, for somebody with a window to take the nickname.
    void sendAway(const QString &nickname)
    {
        check(m_speakers.at(nickname)->leave(), "leaving");
        m_speakers.erase(nickname);
    }

    /// Puts what was said to the times it should have been said at: a conversation of two days, not
    /// of two seconds.
    void spreadOverTime()
    {
        m_server.reset();
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"times"_s);
            const QStringList files =
                QDir(m_folder.path())
                    .entryList({u"*.sqlite"_s, u"*.db"_s, u"*.sqlite3"_s}, QDir::Files);
            check(files.size() == 1, "finding the database");
            database.setDatabaseName(m_folder.filePath(files.constFirst()));
            check(database.open(), "opening the database");
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            QSqlQuery query(database);
            for (qsizetype i = 0; i < m_minutesAgo.size(); ++i) {
                query.prepare(u"UPDATE messages SET time = ? WHERE position = ?"_s);
                query.addBindValue(now - m_minutesAgo[i] * qint64(60'000));
                query.addBindValue(i + 1);
                check(query.exec(), "setting a time");
            }
            check(query.exec(u"UPDATE rooms SET last_time = (SELECT time FROM messages WHERE "
                             "messages.room_key = rooms.room_key AND position = last_position)"_s),
                  "setting the rooms' times");
            database.close();
        }
        QSqlDatabase::removeDatabase(u"times"_s);
        startServer();
    }

private:
    void startServer()
    {
        Options options;
        options.port = m_port;
        options.dataDir = m_folder.path();
        options.limits.messagesPerSecond = 0;
        m_server = std::make_unique<Server>(options);
        check(m_server->start().ok(), "starting the server");
        m_port = m_server->port();
    }

    QTemporaryDir m_folder;
    quint16 m_port = 0;
    std::unique_ptr<Server> m_server;
    std::map<QString, std::unique_ptr<Speaker>> m_speakers;
    QList<int> m_minutesAgo; // by position
};

void save(QWidget &window, const QString &folder, const QString &name)
{
    const QString file =
        QDir(folder).filePath(name + (ui::isDark() ? u"-dark.png"_s : u"-light.png"_s));
    check(window.grab().save(file), "writing a picture");
    std::puts(qPrintable(file));
}

QString statusOf(Person &person)
{
    return person.find<ui::ElidedLabel>("transportStatus")->fullText();
}

/// That it is known who is in the room comes with the list's next answer.
bool showsPeople(Person &person)
{
    const QString people = person.find<ui::ElidedLabel>("peopleNow")->fullText();
    return !people.isEmpty() && !people.startsWith(QLatin1Char('0'));
}

void shootWindows(World &world, const QString &annsFolder, const QString &folder)
{
    Person ann(u"Ann"_s, annsFolder);
    ann.options.geometry = QRect(0, 0, 1080, 700);
    check(ann.join(world.port(), ui::TransportKind::Polling), "Ann's joining");
    check(QTest::qWaitFor([&] { return ann.seesRoom(u"General"_s); }), "the list");
    save(*ann.window(), folder, u"room-list"_s);

    world.look(u"General"_s);
    check(ann.openRoom(u"General"_s), "opening the room");
    check(QTest::qWaitFor([&] { return ann.hasLoadedRoom(); }), "loading the room");
    check(QTest::qWaitFor(
              [&] { return statusOf(ann).contains(u"nothing new"_s) && showsPeople(ann); }),
          "a poll that has nothing new");
    save(*ann.window(), folder, u"polling"_s);

    ann.choose(ui::TransportKind::Live);
    check(QTest::qWaitFor([&] { return ann.isOnline(); }), "going live");
    ann.say(u"See you at three!"_s);
    check(QTest::qWaitFor([&] {
              return ann.texts().constLast() == u"See you at three!"_s
                  && ann.countInState(ui::MessageState::Pending) == 0;
          }),
          "speaking live");
    check(QTest::qWaitFor([&] { return showsPeople(ann); }), "those who are there");
    save(*ann.window(), folder, u"live"_s);
}

void shootDialog(World &world, const QString &folder)
{
    Person other(QString {});
    other.options.nickname = u"지민"_s;
    other.options.server = u"127.0.0.1:%1"_s.arg(world.port());
    other.start();
    check(QTest::qWaitFor([&] { return other.dialog().isVisible(); }), "the refusal");
    save(other.dialog(), folder, u"nickname-duplicate"_s);
}

/// A time zone in which it is ten to three in the afternoon now, whenever the pictures are taken.
QByteArray afternoon()
{
    constexpr int minuteOfDay = 14 * 60 + 50;
    const QTime utc = QDateTime::currentDateTimeUtc().time();
    int east = minuteOfDay - (utc.hour() * 60 + utc.minute());
    east += east < -12 * 60 ? 24 * 60 : 0;
    // POSIX counts a zone's offset westwards.
    return u"SHOT%1%2:%3"_s.arg(east < 0 ? QLatin1Char('+') : QLatin1Char('-'))
        .arg(std::abs(east) / 60)
        .arg(std::abs(east) % 60, 2, 10, QLatin1Char('0'))
        .toLatin1();
}

/// One server, one conversation, all windows in one theme.
void shoot(const QString &folder)
{
    World world;
    const QTemporaryDir annsFolder;
    world.say(heardBefore);
    world.sendAway(u"Ann"_s);
    {
        // Ann was here, and has read everything up to then.
        Person ann(u"Ann"_s, annsFolder.path());
        check(ann.join(world.port(), ui::TransportKind::Live), "Ann's first visit");
        check(QTest::qWaitFor([&] { return ann.seesRoom(u"Release 0.1"_s); }), "the first list");
    }
    world.say(unheard);
    world.spreadOverTime();
    shootWindows(world, annsFolder.path(), folder);
    shootDialog(world, folder);
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("TZ", afternoon());
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    samsa::app::installTranslations(u"en_GB"_s);
    if (argc != 2 || !QDir().mkpath(QString::fromLocal8Bit(argv[1]))) {
        std::fputs("usage: samsa-shots FOLDER\n", stderr);
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);

    for (const ui::Scheme scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
        ui::applyTheme(scheme);
        shoot(folder);
    }
    return 0;
}
