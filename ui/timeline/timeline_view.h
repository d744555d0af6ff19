// SPDX-FileCopyrightText: 2026 The Samsa authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/font_warmer.h"
#include "ui/timeline/edge.h"
#include "ui/timeline/message_list.h"
#include "ui/timeline/reading_place.h"

#include <QElapsedTimer>
#include <QPointer>

namespace samsa::ui {

class EdgeRow;
class JumpButton;

/// A room's messages, oldest first, of which the model may hold any stretch: rows may come and go
/// at both ends, and setOlderEdge() and setNewerEdge() say what is known beyond them. At the room's
/// end it stays at the end; elsewhere what the person looks at stays at the same pixel, whatever is
/// inserted or removed above or below, and a button leads to what is new.
///
/// Thread: the GUI's. Cost: that of MessageList.
class TimelineView : public MessageList
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    /// Starts at the newest. Not owned; nullptr for none.
    void setModel(QAbstractItemModel *messages) override;

    /// Draws the "new messages" line above the first message at or behind it; 0 for no line. Not
    /// above the first row while there are older messages that may be new as well.
    void setFirstUnreadPosition(qint64 position);
    qint64 firstUnreadPosition() const;

    /// More until told otherwise.
    void setOlderEdge(const Edge &edge);
    /// End until told otherwise. What is inserted behind the last row is new to the person only
    /// while it is.
    void setNewerEdge(const Edge &edge);
    Edge olderEdge() const;
    Edge newerEdge() const;

    /// The last row is in sight, and is the room's last.
    bool isAtEnd() const;

    /// Where the person is, to be restored another time.
    Anchor anchor() const;
    /// False, and nothing happens, when its message is not in the model. Where there is too little
    /// above or below, it comes as near as it can.
    bool restore(const Anchor &anchor);
    /// Brings the message to the middle, for the keys too. False when it is not in the model.
    bool scrollToMessage(const QString &id);

    void doItemsLayout() override;

public Q_SLOTS:
    /// To the end of the model, and to stay there if it is the room's.
    void scrollToNewest();

Q_SIGNALS:
    /// Near the first row, and its edge says More. Once for each first message that there is, and
    /// again, at most every second, when one scrolls there and none have come.
    void olderNeeded();
    /// The same near the last row.
    void newerNeeded();
    /// The person wants to be at the room's end, which is beyond the model's.
    void newestRequested();
    /// The person asks again for what failed, at Qt::TopEdge or Qt::BottomEdge.
    void edgeRetryRequested(Qt::Edge edge);
    /// The greatest position of a message whose end has been before the person's eyes, which takes
    /// a visible view in the active window. When it grows, and when the window becomes active;
    /// another model, and a reset of it, begin anew.
    void shown(qint64 position);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;

private:
    // For what is beyond one end.
    class Question
    {
    public:
        /// Once for each row that stands there, and again when nothing has come for a while.
        bool isDue(const QString &rowId);
        void forget() { m_rowId.clear(); }

    private:
        QString m_rowId; // when it was asked
        QElapsedTimer m_since;
    };

    void setEdge(EdgeRow *row, const Edge &edge);
    void placeEdges();
    void scrolled();
    void looked();
    void rememberPlace();
    void restorePlace(bool widthChanged);
    void goToNewest();
    void askForMore();
    void tellShown(bool again);
    qint64 greatestInSight() const;
    void updateJumpButton();
    void rowsAppeared(const QModelIndex &parent, int first, int last);
    void warmFonts();

    EdgeRow *m_older = nullptr;
    EdgeRow *m_newer = nullptr;
    JumpButton *m_jump = nullptr;
    FontWarmer m_fonts;
    QPointer<QWidget> m_window; // whose activation is looked at
    ReadingPlace m_place;
    bool m_atEnd = true;
    bool m_layingOut = false;
    bool m_newBelow = false;
    qint64 m_shown = 0;
    Question m_askedOlder;
    Question m_askedNewer;
};

} // namespace samsa::ui
