import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { lastValueFrom, map, tap } from 'rxjs'
import { afterAll, expect, test } from 'vitest'
import { createStatfsInChild } from '../../../../src/sources/host/linux/statfs-in-child.ts'
import { createFolder } from '../../../support/folder.ts'
import { canMount, mountHung } from '../../../support/hung-mount.ts'
import { only } from '../../../support/only.ts'

const inChild = createStatfsInChild()
afterAll(inChild.end)

test('says what statfs says', async () => {
  const { blocks, frsize, files } = statfsSync('/')
  expect(await only(inChild.statfs('/'))).toMatchObject({ blocks, frsize, files })
})

test('an error has the code of the system', async () => {
  await expect(only(inChild.statfs('/not/there'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('after its end it begins anew', async () => {
  await only(inChild.statfs('/'))
  inChild.end()
  expect(await only(inChild.statfs('/'))).toHaveProperty('blocks')
})

test.skipIf(!canMount)('a dozen that hang hold up nobody', async () => {
  using folder = createFolder()
  using mounts = new DisposableStack()
  const hung = Array.from({ length: 12 }, (_, index) => join(folder.path, `hung${index}`))
  for (const path of hung) mounts.use(mountHung(path))
  const answered: string[] = []
  const ended = hung.map((path) =>
    lastValueFrom(
      inChild.statfs(path).pipe(
        map(({ blocks }) => String(blocks)),
        tap(() => answered.push(path)),
      ),
      { defaultValue: '' },
    ).catch((error: unknown) => String(error)),
  )
  expect(await only(inChild.statfs('/'))).toHaveProperty('blocks')
  expect(answered).toEqual([])
  mounts.dispose()
  await Promise.all(ended)
})
