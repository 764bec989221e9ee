import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createNames, NameError, type LookUp } from '../../../src/clients/names/names.ts'
import { createFolder } from '../../support/folder.ts'
import { startNameServer, type Zone } from '../../support/name-server.ts'
import { only } from '../../support/only.ts'

const cleanUp = new AsyncDisposableStack()
afterAll(() => cleanUp.disposeAsync())

/** Names over a server of this machine, and the files in which that stands. */
const stage = async (given: { zones?: Record<string, Zone>; hosts?: string; options?: string } = {}) => {
  const folder = cleanUp.use(createFolder())
  const server = cleanUp.use(await startNameServer({ zones: given.zones ?? {} }))
  const files = { hosts: join(folder.path, 'hosts'), configuration: join(folder.path, 'resolv.conf') }
  const write = (hosts: string, options: string): void => {
    writeFileSync(files.hosts, hosts)
    writeFileSync(files.configuration, `nameserver 127.0.0.1\n${options}`)
  }
  write(given.hosts ?? '', given.options ?? '')
  const names = createNames({ ...files, port: server.port })
  return { server, files, names }
}

const found = async (names: LookUp, host: string): Promise<readonly string[] | string> => {
  try {
    return await only(names(host))
  } catch (error) {
    return error instanceof NameError ? error.code : String(error)
  }
}

test('an address is its own, with or without brackets', async () => {
  const { names, server } = await stage()
  expect(await found(names, '192.0.2.1')).toEqual(['192.0.2.1'])
  expect(await found(names, '[2001:db8::1]')).toEqual(['2001:db8::1'])
  expect(server.asked).toEqual([])
})

describe('the hosts file', () => {
  test('goes before the servers, in whatever letters, with all that it says of a name', async () => {
    const hosts = '# own\n192.0.2.1 db DB.example.com # the database\n2001:db8::1\tdb\n192.0.2.9 other\nnonsense db\n'
    const { names, server } = await stage({ hosts, zones: { db: { four: ['192.0.2.5'] } } })
    expect(await found(names, 'Db')).toEqual(['192.0.2.1', '2001:db8::1'])
    expect(await found(names, 'db.example.com.')).toEqual(['192.0.2.1'])
    expect(server.asked).toEqual([])
  })

  test('is read anew when it has changed, and so are the servers', async () => {
    const { names, files, server } = await stage({ zones: { db: { four: ['192.0.2.5'] }, 'db.b.test': 'absent' } })
    expect(await found(names, 'db')).toEqual(['192.0.2.5'])
    writeFileSync(files.configuration, 'nameserver 127.0.0.1\nsearch b.test\n')
    await found(names, 'db')
    expect(server.asked).toContain('db.b.test')
    writeFileSync(files.hosts, '192.0.2.7 db\n')
    expect(await found(names, 'db')).toEqual(['192.0.2.7'])
  })

  test('localhost is this machine, whatever the servers say', async () => {
    const { names, server } = await stage({ zones: { localhost: 'hang', 'app.localhost': 'hang' } })
    expect(await found(names, 'localhost')).toEqual(['127.0.0.1', '::1'])
    expect(await found(names, 'app.localhost')).toEqual(['127.0.0.1', '::1'])
    expect(server.asked).toEqual([])
  })
})

describe('the servers', () => {
  test.each<[string, Zone, readonly string[] | string]>([
    ['has both families', { four: ['192.0.2.1'], six: ['2001:db8::1'] }, ['192.0.2.1', '2001:db8::1']],
    ['has one', { six: ['2001:db8::1'] }, ['2001:db8::1']],
    ['has one, and nothing is said of the other', { four: ['192.0.2.1'], six: 'hang' }, ['192.0.2.1']],
    ['has no address', {}, 'ENOTFOUND'],
    ['is not there', 'absent', 'ENOTFOUND'],
    ['the server cannot find out', 'failing', 'EAI_AGAIN'],
    ['the server says nothing of', 'hang', 'EAI_AGAIN'],
  ])('a name that %s', async (_, zone, expected) => {
    const { names } = await stage({ zones: { 'host.test': zone } })
    expect(await found(names, 'host.test')).toEqual(expected)
  })

  test('names of which nothing is said hold up no other', async () => {
    const dead = Array.from({ length: 12 }, (_, index) => `dead${index}.test`)
    const zones = Object.fromEntries(dead.map((name) => [name, 'hang'] as const))
    const { names } = await stage({ zones: { ...zones, 'alive.test': { four: ['192.0.2.1'] } } })
    const ended: string[] = []
    const note = (name: string) => found(names, name).then(() => ended.push(name))
    const all = dead.map(note)
    await note('alive.test')
    expect(ended).toEqual(['alive.test'])
    await Promise.all(all)
  })
})

describe('the search list', () => {
  const zones = {
    'db.a.test': { four: ['192.0.2.1'] },
    'db.x.b.test': { four: ['192.0.2.2'] },
    'db.x': 'absent',
  } as const

  test('completes a short name', async () => {
    const { names, server } = await stage({ zones, options: 'search nowhere.test a.test.\n' })
    expect(await found(names, 'db')).toEqual(['192.0.2.1'])
    expect([...new Set(server.asked)]).toEqual(['db.nowhere.test', 'db.a.test'])
  })

  test('a name with enough dots is tried as it is first, and one that ends with a dot only so', async () => {
    const { names, server } = await stage({ zones, options: 'domain ignored\nsearch b.test\n' })
    expect(await found(names, 'db.x')).toEqual(['192.0.2.2'])
    expect([...new Set(server.asked)]).toEqual(['db.x', 'db.x.b.test'])
    expect(await found(names, 'db.x.')).toBe('ENOTFOUND')
  })

  test('how many are enough is said by ndots', async () => {
    const { names, server } = await stage({ zones, options: 'search b.test\noptions timeout:1 ndots:2\n' })
    expect(await found(names, 'db.x')).toEqual(['192.0.2.2'])
    expect([...new Set(server.asked)]).toEqual(['db.x.b.test'])
  })

  test('where one of them could not be looked up, nobody says that the name is not there', async () => {
    const { names } = await stage({ zones: { 'db.a.test': 'failing', db: 'absent' }, options: 'search a.test\n' })
    expect(await found(names, 'db')).toBe('EAI_AGAIN')
  })
})
