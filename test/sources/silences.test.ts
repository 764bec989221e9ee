import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { filter, firstValueFrom, ReplaySubject } from 'rxjs'
import { expect, test } from 'vitest'
import type { Silence } from '../../src/model/silence.ts'
import { createSilencesSource } from '../../src/sources/silences.ts'
import { capturedLog } from '../support/captured-log.ts'
import { createFolder } from '../support/folder.ts'

const line = (subject: string): string =>
  JSON.stringify({ type: 'CONTAINER_*', subject, until: '2026-11-25T08:00:00-03:00', by: 'ana' })

const none = { defaultValue: [] }
const until = Date.UTC(2026, 10, 25, 11)

test('the file is read, and again when an editor writes, replaces or removes it', async () => {
  using folder = createFolder()
  const path = join(folder.path, 'silences.jsonl')
  const { log } = capturedLog()
  const seen$ = new ReplaySubject<readonly Silence[]>(Infinity)
  const subscription = createSilencesSource({ path, log }).subscribe(seen$)
  const sees = (...subjects: readonly string[]) =>
    firstValueFrom(
      seen$.pipe(filter((silences) => silences.map(({ subject }) => subject).join() === subjects.join())),
      none,
    )

  expect(await sees()).toEqual([])
  folder.write('silences.jsonl', `# until the move is over\n${line('db')}\n`)
  expect(await sees('db')).toEqual([{ type: 'CONTAINER_*', subject: 'db', until, by: 'ana' }])
  renameSync(folder.write('.silences.swp', `${line('db')}\n${line('web')}\n`), path)
  await sees('db', 'web')
  rmSync(path)
  expect(await sees()).toEqual([])
  subscription.unsubscribe()
})

test('a line that is wrong is said with its number, and the others hold', async () => {
  using folder = createFolder()
  const path = folder.write(
    'silences.jsonl',
    [
      '{',
      '[]',
      '{"until":"tomorrow"}',
      '{"type":3,"until":"2026-11-25"}',
      line('db'),
      '{"until":"2026-11-25T11:00:00Z"}',
    ].join('\n'),
  )
  const { log, lines } = capturedLog()
  const silences = await firstValueFrom(createSilencesSource({ path, log }), none)
  expect(silences).toEqual([
    { type: 'CONTAINER_*', subject: 'db', until, by: 'ana' },
    { type: '*', subject: '*', until, by: '' },
  ])
  expect(lines).toEqual([
    'warn: SILENCES_FILE line 1: is no JSON object',
    'warn: SILENCES_FILE line 2: its until is no time, as in 2026-11-25T08:00:00-03:00',
    'warn: SILENCES_FILE line 3: its until is no time, as in 2026-11-25T08:00:00-03:00',
    'warn: SILENCES_FILE line 4: its type or subject is no text',
  ])
})

test('a folder that is not there silences nothing', async () => {
  const { log } = capturedLog()
  expect(
    await firstValueFrom(createSilencesSource({ path: '/nowhere/silences.jsonl', log }), { defaultValue: null }),
  ).toEqual([])
})
