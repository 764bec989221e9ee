import type { DatabaseSync } from 'node:sqlite'
import { isEnd, isOpenAlert, type Alert, type EndAlert, type OpenAlert } from '../../model/alert.ts'
import { takenOverBy } from '../../model/alert-types.ts'
import { alertsIn, type GivenBack, type News } from '../../model/notification.ts'
import { tellingsOf, type Telling, type Told } from '../../model/told.ts'
import type { DeliveriesTable, Written } from './deliveries-table.ts'
import type { LivesTable } from './lives-table.ts'
import { noteReport } from './memory.ts'
import type { OccurrencesTable } from './occurrences-table.ts'
import type { TellingsTable } from './tellings-table.ts'

interface Tables {
  readonly deliveries: DeliveriesTable
  readonly lives: LivesTable
  readonly tellings: TellingsTable
  readonly occurrences: OccurrencesTable
}

/** Notes what people are told of by some news, in the transaction that writes them down. */
export interface WriteTold {
  /** The same with what only the tables know: what it bears the end of, and what came and went. */
  readonly complete: (news: News) => News
  readonly note: (written: Written) => readonly Telling[]
  /** Nobody gets them: what they told is due again, unless it was told anew since. */
  readonly giveBack: (lost: Written) => Pick<GivenBack, 'tellings' | 'occurrences'>
}

export const createWriteTold = (
  database: DatabaseSync,
  { deliveries, lives, tellings, occurrences }: Tables,
): WriteTold => {
  const bearing = (alert: OpenAlert): OpenAlert => ({
    ...alert,
    bears: takenOverBy(alert).flatMap((following) => tellings.told(following) ?? []),
  })
  const counting = <A extends OpenAlert | EndAlert>(alert: A): A => ({
    ...alert,
    missed: lives.countMissed(alert.life.fingerprint),
  })
  /** Which lives people now know of, and of which they know the end. */
  const noteLives = (alert: OpenAlert | EndAlert, at: number): void => {
    const { life, before } = alert
    if (isEnd(alert)) lives.noteEndTold(life.id, at)
    else lives.noteTold(life.id, at)
    if (before !== null && before.life !== life.id) lives.noteEndTold(before.life, at)
    if (isEnd(alert)) return
    if (alert.ended !== null) lives.noteEndTold(alert.ended.id, at)
    for (const borne of alert.bears) lives.noteEndTold(borne.life, at)
  }

  const telling = (alert: OpenAlert, at: number): OpenAlert => {
    const complete = bearing(alert)
    noteLives(complete, at)
    return complete
  }
  // It notes before it counts: what it tells did not come and go untold.
  const completeAlert = (alert: Alert, at: number): Alert => {
    if (alert.word === 'happened') return alert
    if (isOpenAlert(alert)) return counting(telling(alert, at))
    noteLives(alert, at)
    return counting(alert)
  }
  const quietOf = (news: News): string | null => (news.kind === 'alerts' ? news.quiet : null)

  /** What people knew of a trouble before some news, of which nobody got those that were lost. */
  const knownBefore = (id: number, fingerprint: string, before: Told | null): Told | null => {
    const earlier = deliveries.newsAbout(fingerprint).find((news) => news.id < id)
    if (earlier === undefined || !deliveries.isLost(earlier.id)) return before
    const mention = mentionsIn(earlier.notification).find((one) => one.fingerprint === fingerprint)
    return mention === undefined ? before : knownBefore(earlier.id, fingerprint, mention.before)
  }
  const isToldSince = (id: number, fingerprint: string): boolean =>
    deliveries.newsAbout(fingerprint).some((news) => news.id > id && !deliveries.isLost(news.id))

  const giveBackMention = (id: number, { fingerprint, life, isEnd, before }: Mention): readonly Telling[] => {
    if (isToldSince(id, fingerprint)) return []
    const known = knownBefore(id, fingerprint, before)
    // A reminder is due again.
    const told = known && { ...known, isReminderDue: known.isReminderDue || before?.isReminderDue === true }
    if (isEnd) lives.noteEndTold(life, null)
    else if (told?.life !== life) lives.noteTold(life, null)
    if (told !== null && told.life !== life) lives.noteEndTold(told.life, null)
    tellings.tell({ fingerprint, told })
    return [{ fingerprint, told }]
  }

  return {
    complete: (news) => {
      switch (news.kind) {
        case 'alerts': {
          const alerts = news.alerts.map((alert) => completeAlert(alert, news.at))
          return { ...news, alerts, cameAndWent: lives.countMissed(null) }
        }
        case 'startup':
        case 'report':
          return {
            ...news,
            report: { ...news.report, firing: news.report.firing.map((alert) => telling(alert, news.at)) },
          }
        case 'restarted':
          return news
      }
    },
    note: ({ id, notification: news }) => {
      const { at } = news
      lives.noteCounted(id)
      if (news.kind === 'report') noteReport(database, at)
      return alertsIn(news).flatMap((alert) => {
        if (alert.word === 'happened') occurrences.noteTold(alert.occurrence.fingerprint, at)
        const told = tellingsOf(alert, at, quietOf(news))
        for (const telling of told) tellings.tell(telling)
        return told
      })
    },
    giveBack: ({ id, notification: news }) => {
      lives.uncount(id)
      return {
        tellings: mentionsIn(news).flatMap((mention) => giveBackMention(id, mention)),
        occurrences: alertsIn(news).flatMap((alert) =>
          alert.word === 'happened' ? occurrences.giveBack(alert.occurrence.fingerprint, news.at) : [],
        ),
      }
    },
  }
}

/** What some news say of one trouble. */
interface Mention {
  readonly fingerprint: string
  readonly life: number
  readonly isEnd: boolean
  /** What people were told of it before. */
  readonly before: Told | null
}

const mentionsIn = (news: News): readonly Mention[] =>
  alertsIn(news).flatMap((alert): readonly Mention[] => {
    if (alert.word === 'happened') return []
    const { life, before, bears } = alert
    const borne = bears.map((told) => ({
      fingerprint: told.fingerprint,
      life: told.life,
      isEnd: true,
      before: told,
    }))
    return [{ fingerprint: life.fingerprint, life: life.id, isEnd: isEnd(alert), before }, ...borne]
  })
