import { createToJson } from '../../../src/sinks/outbox/written.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/sinks/outbox/database.ts'
import { openStore, type KeptStore } from '../../../src/sinks/outbox/open-store.ts'
import { withoutSecrets } from '../../../src/text/foreign.ts'
import { maskKnown } from '../../../src/text/mask-known.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { createFolder, type Folder } from '../../support/folder.ts'
import {
  alertsNotification,
  containerDetails,
  crashedContainer,
  endAlert,
  endedLife,
  firingLife,
  openAlert,
  sampleHostId,
  sampleOccurrence,
  sampleReport,
  sampleTime as at,
} from '../../support/samples.ts'

const address = { channel: 'whatsapp', recipient: '5511988887777' }
const other = { channel: 'telegram', recipient: '42' }
const secrets = ['hunter2', 'owners-key']
const words = "connecting with \u001b[1mDB_PASS\u001b[0mWORD=''hunter2 and owners-key"
const reason = { code: 'quoted', text: words } as const

const open = (folder: Folder): KeptStore =>
  openStore({
    path: join(folder.path, 'vigilo.db'),
    host: sampleHostId,
    now: () => at,
    mask: (text) => withoutSecrets(maskKnown(secrets.slice(1))(text)),
    log: silentLogs('outbox'),
  })

const bytesIn = (folder: Folder): string =>
  readdirSync(folder.path)
    .map((name) => readFileSync(join(folder.path, name), 'latin1'))
    .join('')

const id = '0123456789abcdef'.repeat(4)
const container = crashedContainer({}, { id, name: 'db', healthOutput: words, image: words })
const about = (subject: string) => ({
  type: 'CONTAINER_NOT_RUNNING',
  subject,
  details: containerDetails(container, 'crashed'),
})
const evidence = {
  processes: [],
  containers: [],
  disk: null,
  logLines: [words],
}

/** All that is ever written of the words of others. */
const writeAll = (store: KeptStore): void => {
  const [db, web] = [firingLife(about('db'), { id: 1, evidence }), firingLife(about('web'), { id: 2, evidence })]
  store.keep([db, web])
  store.accept(alertsNotification([openAlert(db), openAlert(web)]), [address, other], at)
  store.sending(1, at)
  store.sent(1, { messageId: null, done: true, at })
  store.again(2, { reason, nextAt: at, mayHaveArrived: false, at })
  store.keep([endedLife(about('web'), { id: 2, evidence })])
  store.accept(alertsNotification([endAlert(endedLife(about('web'), { id: 2, evidence }))]), [address, other], at)
  store.catchUp(other, at)
  const occurrence = sampleOccurrence({ ...about('job'), details: { kind: 'text', text: words } })
  store.keepOccurrence(occurrence)
  store.accept(alertsNotification([{ word: 'happened', occurrence }]), [address], at)
  store.accept({ kind: 'report', at, report: { ...sampleReport(), hostUnavailable: reason } }, [address], at)
  store.queue(
    { kind: 'fallback', at, of: alertsNotification([openAlert(db)]), channel: 'whatsapp', reason },
    [other],
    at,
  )
  for (const row of store.waitingFor(address).slice(0, 1)) store.refused(row.id, { reason, at, isLast: true })
  for (const row of store.waitingFor(address).slice(0, 1)) store.setAside(row.id, { reason, at })
  store.fallBack([other], { criticalBefore: at + 1, restBefore: at + 1, refusedAfter: at - 1 }, at)
  store.silence({ kind: 'silence', type: '*', subject: 'db', by: words, reason: words, duration: 1_000, times: [] }, at)
}

test('no secret stands in any file, and what has a name is found by it', () => {
  using folder = createFolder()
  const store = open(folder)
  writeAll(store)
  const bytes = bytesIn(folder)
  expect(bytes).toContain('connecting with')
  expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([])
  const { lives, told } = store.memory(at)
  expect(lives.map(({ subject }) => subject)).toEqual(['db'])
  expect(told.map(({ fingerprint }) => fingerprint)).toEqual([lives[0]?.fingerprint])
  expect(lives[0]?.check.details).toMatchObject({ container: { id, name: 'db' } })
})

test('what was written before texts were masked is masked, and does not stay in the file', () => {
  using folder = createFolder()
  const path = join(folder.path, 'vigilo.db')
  writeAll(open(folder))
  const before = openDatabase(path, sampleHostId)
  for (const [table, column] of [
    ['notification', 'body'],
    ['life', 'body'],
    ['told', 'body'],
    ['sent', 'body'],
    ['occurrence', 'body'],
    ['delivery', 'reason'],
    ['silence', 'reason'],
  ] as const)
    before.exec(`UPDATE ${table} SET ${column} = replace(${column}, 'WORD=•••', 'WORD=hunter2')`)
  before.exec('PRAGMA user_version = 5')
  before.close()
  expect(bytesIn(folder)).toContain('hunter2')
  openDatabase(path, sampleHostId).close()
  expect(bytesIn(folder)).not.toContain('hunter2')
})

test('the words that the agent itself goes by stay, though a secret be one of them', () => {
  const toJson = createToJson((text) => text.replaceAll('critical', '***'))
  const written = toJson({ severity: 'critical', details: { kind: 'critical', text: 'so critical' } })
  expect(JSON.parse(written)).toEqual({ severity: 'critical', details: { kind: 'critical', text: 'so ***' } })
})
