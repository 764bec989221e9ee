import { expect, test } from 'vitest'
import type { LifeWord } from '../../src/model/alert.ts'
import type { Life } from '../../src/model/life.ts'
import type { Told } from '../../src/model/told.ts'
import { wordDue } from '../../src/model/word-due.ts'
import { endedLife, firingLife, toldOf, unstableLife } from '../support/samples.ts'

const trouble = { type: 'X_CRITICAL', subject: 'it', details: { kind: 'none' } } as const

/** The life that was told of, and one of the same fingerprint after it. */
const first = { id: 1 } as const
const next = { id: 2 } as const

const lives = {
  'fires, critical': firingLife(trouble, first),
  'fires, a warning': firingLife(trouble, { ...first, severity: 'warning' }),
  unstable: unstableLife(trouble, 'firing', 3, first),
  'unstable, a warning': unstableLife(trouble, 'firing', 3, { ...first, severity: 'warning' }),
  'unstable, and well at this moment': unstableLife(trouble, 'ended', 3, first),
  'has ended': endedLife(trouble, first),
  'is gone with its subject': endedLife(trouble, { ...first, state: 'removed' }),
  'fires anew, critical': firingLife(trouble, next),
  'fires anew, a warning': firingLife(trouble, { ...next, severity: 'warning' }),
  'is unstable anew': unstableLife(trouble, 'firing', 3, next),
  'is unstable anew, and well at this moment': unstableLife(trouble, 'ended', 3, next),
  'came anew, and has ended': endedLife(trouble, next),
  'fires, out of sight': firingLife(trouble, { ...first, isSeen: false }),
  'unstable, out of sight': unstableLife(trouble, 'firing', 3, { ...first, isSeen: false }),
  'fires anew, out of sight': firingLife(trouble, { ...next, isSeen: false }),
} satisfies Readonly<Record<string, Life>>

const due = { isReminderDue: true } as const
const tellings = {
  nothing: undefined,
  'firing, critical': toldOf(lives['fires, critical']),
  'firing, critical; a reminder is due': toldOf(lives['fires, critical'], due),
  'firing, a warning': toldOf(lives['fires, a warning']),
  'firing, a warning; a reminder is due': toldOf(lives['fires, a warning'], due),
  unstable: toldOf(lives.unstable),
  'unstable; a reminder is due': toldOf(lives.unstable, due),
  'unstable, a warning': toldOf(lives['unstable, a warning']),
} satisfies Readonly<Record<string, Told | undefined>>

type Row = readonly [told: keyof typeof tellings, life: keyof typeof lives, word: LifeWord | '–']

/** The table of docs/alerts.md, row by row. */
const table = (...rows: readonly Row[]): readonly Row[] => rows

test.each(
  table(
    // whatever | out of sight, or not looked at since the start
    ['nothing', 'fires, out of sight', '–'],
    ['nothing', 'unstable, out of sight', '–'],
    ['firing, critical', 'fires, out of sight', '–'],
    ['firing, critical; a reminder is due', 'fires, out of sight', '–'],
    ['firing, critical', 'unstable, out of sight', '–'],
    ['firing, critical', 'fires anew, out of sight', '–'],
    ['firing, a warning', 'fires, out of sight', '–'],
    ['unstable', 'fires, out of sight', '–'],
    // nothing | ended
    ['nothing', 'has ended', '–'],
    ['nothing', 'is gone with its subject', '–'],
    // nothing | unstable, and well at this moment
    ['nothing', 'unstable, and well at this moment', '–'],
    // nothing | firing, unstable
    ['nothing', 'fires, critical', 'firing'],
    ['nothing', 'fires, a warning', 'firing'],
    ['nothing', 'unstable', 'unstable'],
    ['nothing', 'unstable, a warning', 'unstable'],
    // trouble | ended
    ['firing, critical', 'has ended', 'resolved'],
    ['firing, critical', 'is gone with its subject', 'removed'],
    ['firing, critical; a reminder is due', 'has ended', 'resolved'],
    ['unstable', 'has ended', 'resolved'],
    ['unstable', 'is gone with its subject', 'removed'],
    ['firing, critical', 'came anew, and has ended', 'resolved'],
    // trouble, of an earlier life whose end was not told | firing, unstable
    ['firing, critical', 'fires anew, critical', 'firing'],
    ['firing, critical', 'fires anew, a warning', 'firing'],
    ['firing, a warning', 'fires anew, critical', 'firing'],
    ['firing, critical; a reminder is due', 'fires anew, critical', 'firing'],
    ['unstable', 'fires anew, critical', 'firing'],
    ['firing, critical', 'is unstable anew', 'unstable'],
    ['unstable', 'is unstable anew', 'unstable'],
    ['unstable', 'is unstable anew, and well at this moment', 'unstable'],
    // firing | unstable
    ['firing, critical', 'unstable', 'unstable'],
    ['firing, critical', 'unstable, and well at this moment', 'unstable'],
    ['firing, a warning', 'unstable, a warning', 'unstable'],
    ['firing, a warning', 'unstable, and well at this moment', 'unstable'],
    ['firing, critical; a reminder is due', 'unstable', 'unstable'],
    // unstable | firing, and has stayed so
    ['unstable', 'fires, critical', 'settled'],
    ['unstable; a reminder is due', 'fires, critical', 'settled'],
    ['unstable, a warning', 'fires, a warning', 'settled'],
    // trouble | critical, and told as a warning
    ['firing, a warning', 'fires, critical', 'escalated'],
    ['firing, a warning; a reminder is due', 'fires, critical', 'escalated'],
    ['unstable, a warning', 'unstable', 'escalated'],
    // even where it has become unstable, or has settled, at the same time: that can wait for the morning
    ['firing, a warning', 'unstable', 'escalated'],
    ['unstable, a warning', 'fires, critical', 'escalated'],
    // trouble | as told or milder, and a reminder is due
    ['firing, critical; a reminder is due', 'fires, critical', 'reminder'],
    ['firing, critical; a reminder is due', 'fires, a warning', 'reminder'],
    ['firing, a warning; a reminder is due', 'fires, a warning', 'reminder'],
    ['unstable; a reminder is due', 'unstable', 'reminder'],
    ['unstable; a reminder is due', 'unstable, and well at this moment', 'reminder'],
    // trouble | as told or milder
    ['firing, critical', 'fires, critical', '–'],
    ['firing, critical', 'fires, a warning', '–'],
    ['firing, a warning', 'fires, a warning', '–'],
    ['unstable', 'unstable', '–'],
    ['unstable', 'unstable, a warning', '–'],
    ['unstable', 'unstable, and well at this moment', '–'],
  ),
)('told %s; now it %s: %s', (told, life, word) => {
  expect(wordDue(lives[life], tellings[told]) ?? '–').toBe(word)
})

test('it reads no clock, and changes nothing', () => {
  const life = lives['fires, critical']
  const told = Object.freeze({ ...tellings['firing, a warning'] })
  expect(wordDue(Object.freeze({ ...life }), told)).toBe(wordDue(life, told))
})
