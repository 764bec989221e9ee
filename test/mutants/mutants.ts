/** One line changed, so that a promise is broken that the tests must see. */
export interface Mutant {
  readonly breaks: string
  readonly file: string
  /** Occurs once in the file. */
  readonly line: string
  readonly becomes: string
  /** What is run against it, and of that the tests with this in their names. */
  readonly files: readonly string[]
  readonly name?: string | undefined
  /** Milliseconds for one test; where it is not said, as long as a property may take that fails in no history. */
  readonly patience?: number | undefined
}

const promises = ['test/promises/promises.test.ts']
const whatever = { files: promises, name: 'whatever happens' }
const busy = { files: promises, name: 'changes fast' }
const days = { files: promises, name: 'over days' }
const bounds = { files: ['test/streams/bounded.test.ts'], name: 'of what is told' }
const outbox = (name: string) => ({ files: [`test/sinks/outbox/${name}.test.ts`], patience: 30_000 })

export const mutants: readonly Mutant[] = [
  {
    breaks: 'what people believe is so: a change waits for longer than it must',
    file: 'src/streams/lives/hold-status.ts',
    line: 'asyncScheduler.schedule(() => settle(waiting), duration)',
    becomes: 'asyncScheduler.schedule(() => settle(waiting), duration * 2)',
    files: ['test/streams/lives/hold-status.test.ts'],
  },
  {
    breaks: 'what people believe is so: what has settled is not told',
    file: 'src/streams/lives/flapping.ts',
    line: 'subscriber.next({ ...latest, ...settled, formerly })',
    becomes: 'void { ...latest, ...settled, formerly }',
    ...busy,
  },
  {
    breaks: 'what people believe is so: each change starts no new wait',
    file: 'src/streams/lives/flapping.ts',
    line: 'unstable: unstableOf(name, instability, unstableFor),',
    becomes: 'unstable: unstable ?? unstableOf(name, instability, unstableFor),',
    files: ['test/streams/lives/flapping.test.ts'],
  },
  {
    breaks: 'what people believe is so: a cause that has ended goes on muting',
    file: 'src/streams/notify/notify.ts',
    line: "if (troubles.follow(life)) for (const key of mutedFor('inhibited')) concerned.add(key)",
    becomes: 'troubles.follow(life)',
    ...whatever,
  },
  {
    breaks: 'what people believe is so: the end of the quiet hours asks nothing again',
    file: 'src/streams/notify/notify.ts',
    line: "change({ quiet }, 'quiet')",
    becomes: 'change({ quiet })',
    ...whatever,
  },
  {
    breaks: 'what people believe is so: what has become critical is not told',
    file: 'src/model/word-due.ts',
    line: "return 'escalated'",
    becomes: 'return null',
    ...busy,
  },
  {
    breaks: 'one end: a life is not forgotten when it ends',
    file: 'src/streams/lives/alert-lifecycle.ts',
    line: 'firing.delete(check)',
    becomes: 'void check',
    ...whatever,
  },
  {
    breaks: 'one end: what was never told is ended',
    file: 'src/model/word-due.ts',
    line: 'told === undefined ? null : life.state\n',
    becomes: 'told?.state === null ? null : life.state\n',
    files: ['test/model/word-due.test.ts'],
  },
  {
    breaks: 'one end: a message does not bear the end of what follows from its cause',
    file: 'src/model/told.ts',
    line: 'const borne = alert.bears.map(',
    becomes: 'const borne = alert.bears.slice(1).map(',
    ...whatever,
  },
  {
    breaks: 'one end: a later life of a trouble is taken for the one that was told',
    file: 'src/model/word-due.ts',
    line: 'if (told.life !== life.id) return life.state\n',
    becomes: '',
    ...busy,
  },
  {
    breaks: 'never a flood: one more than the total',
    file: 'src/streams/notify/recent-messages.ts',
    line: 'nthFromEnd(sent, total.messages - ',
    becomes: 'nthFromEnd(sent, 1 + total.messages - ',
    ...busy,
  },
  {
    breaks: 'never a flood: no places are kept for what is urgent',
    file: 'src/streams/notify/recent-messages.ts',
    line: '(isUrgent ? 0 : keptForUrgent)',
    becomes: '(isUrgent ? 0 : 0)',
    ...busy,
  },
  {
    breaks: 'never a flood: one fingerprint is not counted',
    file: 'src/streams/notify/recent-messages.ts',
    line: '(end) => about.forEach((fingerprint) => mention(fingerprint, end))',
    becomes: '(end) => about.slice(1).forEach((fingerprint) => mention(fingerprint, end))',
    files: ['test/streams/notify/recent-messages.test.ts'],
  },
  {
    breaks: 'what is untold is muted: the end of a budget asks nothing again',
    file: 'src/streams/notify/notify.ts',
    line: "change({ messages }, 'budget', 'grouped')",
    becomes: 'change({ messages })',
    ...whatever,
  },
  {
    breaks: 'what is untold is muted: why it is muted is not said',
    file: 'src/streams/notify/notify.ts',
    line: 'mutedBy.set(key, now)',
    becomes: 'mutedBy.delete(key)',
    ...whatever,
  },
  {
    breaks: 'what is muted is not told: the cause does not mute',
    file: 'src/streams/notify/mutes/inhibited.ts',
    line: 'troubles.causeOf(alert.life)',
    becomes: 'void troubles.causeOf(alert.life) || null',
    ...whatever,
  },
  {
    breaks: 'what is muted is not told: a subject is not looked at again after its cause',
    file: 'src/streams/notify/troubles.ts',
    line: 'isOfRule && life.look < ended.look',
    becomes: 'isOfRule && life.look < 0',
    ...whatever,
  },
  {
    breaks: 'what is muted is not told: at night something critical that began before it is told again',
    file: 'src/model/alert.ts',
    line: "&& before.severity === 'critical'",
    becomes: '&& before.quiet !== null',
    ...whatever,
  },
  {
    breaks: 'the critical come first',
    file: 'src/streams/notify/notify.ts',
    line: 'const alerts = inOrder(withoutTakenOver(due))',
    becomes: 'const alerts = withoutTakenOver(due)',
    files: ['test/streams/notify/together.test.ts', 'test/streams/notify/notify.test.ts'],
  },
  {
    breaks: 'unknown ends nothing',
    file: 'src/streams/lives/alert-lifecycle.ts',
    line: "case 'unknown': {\n",
    becomes: "case 'unknown': {\n              if (life) return [{ ...life, state: 'resolved', endsAt: since }]\n",
    ...whatever,
  },
  {
    breaks: 'unknown is told as nothing: what is out of sight is due',
    file: 'src/model/word-due.ts',
    line: 'if (!life.isSeen) return null\n',
    becomes: '',
    ...whatever,
  },
  {
    breaks: 'unknown fires nothing: what was so before the start is so',
    file: 'src/streams/notify/notify.ts',
    line: '{ ...life, isSeen: false, formerly: null }',
    becomes: '{ ...life, formerly: null }',
    ...whatever,
  },
  {
    breaks: 'unknown is a trouble of its own, after a while',
    file: 'src/streams/lives/monitoring-blind.ts',
    line: 'forOf: () => unknownAfter',
    becomes: 'forOf: () => 0',
    files: ['test/streams/lives/monitoring-blind.test.ts'],
  },
  {
    breaks: 'memory is bounded: what is well again is remembered as flapping',
    file: 'src/streams/lives/flapping.ts',
    line: 'if (isOver && recent.length === 0 && unstable === null)',
    becomes: 'if (isOver && recent.length < 0 && unstable === null)',
    ...bounds,
  },
  {
    breaks: 'memory is bounded: what was told is remembered for ever',
    file: 'src/streams/notify/book.ts',
    line: 'if (now === null) told.delete(fingerprint)',
    becomes: `const last = told.get(fingerprint)
    if (now === null && last) told.set(\`\${fingerprint}, once\`, last)
    if (now === null) told.delete(fingerprint)`,
    ...bounds,
  },
  {
    breaks: 'memory is bounded: a life that has ended and was told is remembered',
    file: 'src/streams/notify/book.ts',
    line: 'if (life !== undefined && hasEnded(life) && !told.has(fingerprint)) lives.delete(fingerprint)',
    becomes: 'if (life !== undefined && hasEnded(life) && told.has(fingerprint)) lives.delete(fingerprint)',
    ...bounds,
  },
  {
    breaks: 'memory is bounded: subjects that are gone are remembered',
    file: 'src/streams/lives/monitoring-blind.ts',
    line: 'else if (isSeen.delete(subject) && isSeen.size === 0) sightBy.delete(of)',
    becomes: 'else if (isSeen.size === 0) sightBy.delete(of)',
    ...bounds,
  },
  {
    breaks: 'a kill loses nothing: what was told is not remembered',
    file: 'src/sinks/outbox/memory.ts',
    line: '    told,\n',
    becomes: '    told: [],\n',
    ...whatever,
  },
  {
    breaks: 'a kill loses nothing: lives are not remembered',
    file: 'src/sinks/outbox/memory.ts',
    line: 'lives: [...open, ...others]',
    becomes: 'lives: [...others]',
    ...whatever,
  },
  {
    breaks: 'a kill loses nothing: the budgets begin anew',
    file: 'src/sinks/outbox/memory.ts',
    line: 'messages: messagesBetween(database, at - lately, at)',
    becomes: 'messages: messagesBetween(database, at, at)',
    ...whatever,
  },
  {
    breaks: 'a kill loses nothing: what is unstable is taken for something new',
    file: 'src/streams/lives/flapping.ts',
    line: 'for (const life of known.lives) restore(life)',
    becomes: 'for (const life of known.lives.slice(0, 0)) restore(life)',
    ...busy,
  },
  {
    breaks: 'a kill loses nothing: what happened is not written down',
    file: 'src/sinks/outbox/memory.ts',
    line: 'occurrences: occurrences.untoldSince(at - day)',
    becomes: 'occurrences: occurrences.untoldSince(at)',
    ...outbox('keep'),
  },
  {
    breaks: 'nothing is told twice: what waits goes out although it is no longer so',
    file: 'src/sinks/outbox/send-waiting.ts',
    line: '!store.holds(row.id, address)',
    becomes: 'store.holds(row.id, address) === null',
    ...outbox('late'),
  },
  {
    breaks: 'nothing is told twice: what an address was sent is not noted',
    file: 'src/sinks/outbox/store.ts',
    line: 'if (outcome.done) noteSent(id, outcome.at)',
    becomes: 'void noteSent',
    ...outbox('belief'),
  },
  {
    breaks: 'nothing is lost: what nobody could be told is not due again',
    file: 'src/sinks/outbox/send-waiting.ts',
    line: 'options.giveBack(givenBack)',
    becomes: 'void givenBack',
    ...busy,
  },
  {
    breaks: 'nothing is lost: what was being sent when the agent ended is not sent again',
    file: 'src/sinks/outbox/store.ts',
    line: 'giveBack(deliveries.recover(known, at), true)',
    becomes: 'void deliveries.recover',
    ...outbox('recover'),
  },
  {
    breaks: 'a repeat says so',
    file: 'src/sinks/outbox/send-waiting.ts',
    line: 'mayHaveArrived: outcome.mayHaveArrived',
    becomes: 'mayHaveArrived: false',
    ...outbox('outbox'),
  },
  {
    breaks: 'a clock that is set back delays nothing',
    file: 'src/sinks/outbox/send-waiting.ts',
    line: 'if (at < lastTurnAt) forgetWaits()',
    becomes: 'void forgetWaits',
    ...outbox('clock'),
  },
  {
    breaks: 'order holds within a trouble',
    file: 'src/sinks/outbox/order.ts',
    line: 'const next = firstAbout(queue, candidate)',
    becomes: 'const next = candidate',
    ...outbox('outbox'),
  },
  {
    breaks: 'what is not watched any more has its end',
    file: 'src/streams/judge.ts',
    line: 'judgeAbsence({ readings$: seen$, lives, patience })',
    becomes: 'judgeAbsence({ readings$: seen$, lives: [], patience })',
    files: ['test/restart.test.ts'],
    name: 'what is not watched any more',
  },
  {
    breaks: 'what people believe is so: no reminder is ever due',
    file: 'src/streams/notify/book.ts',
    line: 'isReminderDue: true',
    becomes: 'isReminderDue: false',
    ...busy,
  },
  {
    breaks: 'what people believe is so: the wait for a reminder does not double',
    file: 'src/streams/notify/cooldown.ts',
    line: 'interval * 2 ** reminders',
    becomes: 'interval * 1 ** reminders',
    ...busy,
  },
  {
    breaks: 'what people believe is so: a reminder comes more rarely than once a day',
    file: 'src/streams/notify/cooldown.ts',
    line: 'rarestReminder = 86_400_000',
    becomes: 'rarestReminder = 864_000_000',
    ...days,
  },
  {
    breaks: 'what is untold is muted: a mute that lasts for longer is said with the end that it had',
    file: 'src/streams/notify/notify.ts',
    line: ' && one.mute.until === until',
    becomes: ' && until !== undefined',
    ...whatever,
  },
  {
    breaks: 'what is untold is muted: the end of an acknowledgement asks nothing again',
    file: 'src/streams/notify/notify.ts',
    line: "change({ acknowledgements }, 'acknowledged')",
    becomes: 'change({ acknowledgements })',
    ...busy,
  },
  {
    breaks: 'what is untold is muted: the end of a silence asks nothing again',
    file: 'src/streams/notify/notify.ts',
    line: "change({ silences }, 'silenced')",
    becomes: 'change({ silences })',
    ...busy,
  },
  {
    breaks: 'what is untold is muted: what a cause takes over is forgotten where it could not be written down',
    file: 'src/streams/notify/notify.ts',
    line: 'writeLater(due.map(keyOf))',
    becomes: 'writeLater(alerts.map(keyOf))',
    files: ['test/streams/notify/unwritten.test.ts'],
  },
  {
    breaks: 'what is muted is not told: hosts mute each other',
    file: 'src/streams/notify/troubles.ts',
    line: 'const keyOf = (host: string, type: string): string => `${host}\\n${type}`',
    becomes: 'const keyOf = (host: string, type: string): string => `${host.slice(host.length)}\\n${type}`',
    ...whatever,
  },
  {
    breaks: 'what is muted is not told: an acknowledged trouble is repeated',
    file: 'src/streams/notify/mutes/acknowledged.ts',
    line: 'return one === undefined ? null',
    becomes: 'return one === undefined || one.by !== "" ? null',
    ...busy,
  },
  {
    breaks: 'a kill loses nothing: the newest life of a trouble is not the last that is remembered',
    file: 'src/sinks/outbox/memory.ts',
    line: '.toSorted((one, other) => one.id - other.id)',
    becomes: '',
    files: ['test/sinks/outbox/keep.test.ts'],
  },
  {
    breaks: 'a kill loses nothing: a reminder that is refused is due after its whole wait only',
    file: 'src/sinks/outbox/write-told.ts',
    line: '|| before?.isReminderDue === true',
    becomes: '',
    files: ['test/sinks/outbox/give-back.test.ts'],
  },
]
