/** One line of an operator changed, so that a promise is broken that the tests must see. */
export interface Mutant {
  readonly breaks: string
  readonly file: string
  /** Occurs once in the file. */
  readonly line: string
  readonly becomes: string
  /** What is run against it; the promises of the alerts, unless others are named. */
  readonly tests?: readonly string[]
}

const delivery = ['test/sinks/outbox', 'test/restart.test.ts']

export const mutants: readonly Mutant[] = [
  {
    breaks: 'what was last told is what is so: a change waits for longer than it must',
    file: 'src/streams/hold-status.ts',
    line: 'timer: timer(duration)',
    becomes: 'timer: timer(duration * 2)',
  },
  {
    breaks: 'what was last told is what is so: what has settled is not told',
    file: 'src/streams/flapping.ts',
    line: 'subscriber.next(settled(changing.latest, changing.unstable.instability))',
    becomes: 'settled(changing.latest, changing.unstable.instability)',
  },
  {
    breaks: 'what was last told is what is so: each change starts no new wait',
    file: 'src/streams/flapping.ts',
    line: 'unstable?.settling.unsubscribe()\n        const',
    becomes: 'const',
  },
  {
    breaks: 'a firing has one end: a life is not forgotten when it ends',
    file: 'src/streams/alert-lifecycle.ts',
    line: 'firing.delete(check)',
    becomes: 'void check',
  },
  {
    breaks: 'a firing has one end: what was muted from its beginning is ended',
    file: 'src/streams/held-alerts.ts',
    line: 'if (held.end === null && toldOpen.has(alert.fingerprint))',
    becomes: 'if (held.end === null)',
  },
  {
    breaks: 'a firing has one end: what went on while it was held fires again',
    file: 'src/streams/held-alerts.ts',
    line: 'const isNews = held.end !== null || !toldOpen.has(alert.fingerprint)',
    becomes: 'const isNews = true',
  },
  {
    breaks: 'never a flood: one more than the total',
    file: 'src/streams/budget.ts',
    line: 'sent < room',
    becomes: 'sent <= room',
  },
  {
    breaks: 'never a flood: no slots are kept for the critical',
    file: 'src/streams/budget.ts',
    line: '(alerts.some(isUrgent) ? 0 : keptForCritical)',
    becomes: '(alerts.some(isUrgent) ? 0 : 0)',
  },
  {
    breaks: 'never a flood: one fingerprint is not counted',
    file: 'src/streams/budget.ts',
    line: 'for (const fingerprint of fingerprints) mention(fingerprint, 1)',
    becomes: 'for (const fingerprint of fingerprints) mention(fingerprint, -1)',
  },
  {
    breaks: 'nothing is lost: what waits is forgotten when something leaves',
    file: 'src/streams/budget.ts',
    line: 'waiting = waiting.filter(({ fingerprint }) => !fingerprints.has(fingerprint))',
    becomes: 'waiting = []',
  },
  {
    breaks: 'the critical come first',
    file: 'src/streams/budget.ts',
    line: 'alerts: urgentFirst(alerts)',
    becomes: 'alerts',
  },
  {
    breaks: 'unknown neither fires nor resolves',
    file: 'src/streams/alert-lifecycle.ts',
    line: "case 'unknown':\n              return nothing",
    becomes: "case 'unknown':",
  },
  {
    breaks: 'unknown is a trouble of its own, after a while',
    file: 'src/streams/monitoring-blind.ts',
    line: 'forOf: () => unknownAfter',
    becomes: 'forOf: () => 0',
  },
  {
    breaks: 'memory is bounded: what is well again is remembered as flapping',
    file: 'src/streams/flapping.ts',
    line: 'if (hasEnded(latest) && recent.length === 0 && unstable === null) changingBy.delete(fingerprint)',
    becomes: 'if (fingerprint === latest.type) changingBy.delete(fingerprint)',
  },
  {
    breaks: 'memory is bounded: what was told is remembered for ever',
    file: 'src/streams/cooldown.ts',
    line: 'if (hasEnded(alert)) toldBy.delete(fingerprint)',
    becomes: 'if (fingerprint === alert.type) toldBy.delete(fingerprint)',
  },
  {
    breaks: 'memory is bounded: subjects that are gone are remembered',
    file: 'src/streams/monitoring-blind.ts',
    line: 'else sights.delete(subject)',
    becomes: 'else sights.set(subject, sight)',
  },
  {
    breaks: 'nothing is told twice: what was told is not remembered over a restart',
    file: 'src/sinks/outbox/store.ts',
    line: 'lives.note(notification, at)',
    becomes: 'void lives',
    tests: delivery,
  },
  {
    breaks: 'nothing is told twice: what a fallback has told is told again',
    file: 'src/sinks/outbox/store.ts',
    line: 'if (done) updateTold.run(id, id)',
    becomes: 'void updateTold',
    tests: delivery,
  },
  {
    breaks: 'nothing is lost: what was being sent when the agent ended is not sent again',
    file: 'src/sinks/outbox/outbox.ts',
    line: 'store.recover(known, asyncScheduler.now())',
    becomes: 'void known',
    tests: delivery,
  },
  {
    breaks: 'a repeat says so',
    file: 'src/sinks/outbox/store.ts',
    line: 'updateAgain.run(nextAt, reason, mayHaveArrived ? 1 : 0, at, id)',
    becomes: 'updateAgain.run(nextAt, reason, 0, at, id)',
    tests: delivery,
  },
  {
    breaks: 'a clock that is set back delays nothing',
    file: 'src/sinks/outbox/send-waiting.ts',
    line: 'if (at < lastTurnAt) forgetWaits()',
    becomes: 'void forgetWaits',
    tests: delivery,
  },
  {
    breaks: 'order holds within a trouble',
    file: 'src/sinks/outbox/order.ts',
    line: 'const next = firstAbout(queue, candidate)',
    becomes: 'const next = candidate',
    tests: delivery,
  },
  {
    breaks: 'what is not watched any more has its end',
    file: 'src/app.ts',
    line: 'judgeAbsence({ readings$, lives, patience: patienceOf(config) })',
    becomes: 'judgeAbsence({ readings$, lives: [], patience: patienceOf(config) })',
    tests: delivery,
  },
]
