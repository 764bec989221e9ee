import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { defaultHost, dockerAt } from '../support/docker-engine.ts'
import { createFolder } from '../support/folder.ts'
import { until } from './support/until.ts'

const run = promisify(execFile)
const docker = dockerAt(defaultHost)
const megabyte = 1_000_000

let files: readonly string[] = []

beforeAll(async () => {
  const id = await docker('create', 'vigilo')
  const { stdout } = await run('sh', ['-c', `docker export ${id} | tar --list`], { maxBuffer: 10 * megabyte })
  files = stdout.split('\n')
  await docker('rm', id)
})

test('it is small', async () => {
  const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', 'vigilo')) / megabyte
  console.log(`  image: ${size.toFixed(1)} MB (limit 160 MB)`)
  expect(size).toBeLessThanOrEqual(160)
})

test('it holds a node binary, the bundle and licences, and neither a shell nor npm', () => {
  expect(files.filter((file) => file.startsWith('vigilo/'))).toEqual(
    expect.arrayContaining(['vigilo/LICENSE', 'vigilo/health.mjs', 'vigilo/licences.txt', 'vigilo/main.mjs']),
  )
  expect(files).toContain('node/node')
  expect(
    files.filter((file) => /(^|\/)((ba|da)?sh|busybox|npm|npx|node_modules|package\.json|\.env)$/.test(file)),
  ).toEqual([])
})

test('it says under which licences everything in it is', async () => {
  const id = await docker('create', 'vigilo')
  const read = (path: string): Promise<string> =>
    run('sh', ['-c', `docker cp ${id}:${path} - | tar --extract --to-stdout`]).then(({ stdout }) => stdout)
  const [licences, node] = [await read('/vigilo/licences.txt'), await read('/node/LICENSE')]
  await docker('rm', id)
  for (const { name, words } of [
    { name: '@rx-state/core', words: 'MIT License' },
    { name: 'dockerode', words: 'Apache License' },
    { name: 'envalid', words: 'Permission is hereby granted' },
    { name: 'ky', words: 'Permission is hereby granted' },
    { name: 'loglevel', words: 'Permission is hereby granted' },
    { name: 'rxjs', words: 'Apache License' },
    { name: 'systeminformation', words: 'Permission is hereby granted' },
  ]) {
    const text = licences.split('-'.repeat(80)).find((licence) => licence.trimStart().startsWith(`${name} `))
    expect(text, name).toContain(words)
  }
  expect(node).toContain('Node.js is licensed for use as follows')
})

test('it says at once what is missing in its configuration', async () => {
  const started = run('docker', ['run', '--rm', '--network=none', '--env=MESSAGE_LANGUAGE=en', 'vigilo'])
  await expect(started).rejects.toMatchObject({ code: 78 })
  await expect(started).rejects.toThrow('Vigilo cannot start')
})

test('the time zone of the host comes through its root', async () => {
  using host = createFolder()
  mkdirSync(join(host.path, 'etc'))
  host.write('etc/hostname', 'tokyo\n')
  symlinkSync('/usr/share/zoneinfo/Asia/Tokyo', join(host.path, 'etc/localtime'))
  const mounts = ['--env=HOST_ROOT=/host', `--volume=${host.path}:/host:ro`, '--env=CHANNELS=console']
  const id = await docker('run', '--detach', '--network=none', ...mounts, 'vigilo')
  try {
    const line = await until(async () => /^.* starts on tokyo$/m.exec(await docker('logs', '--timestamps', id))?.[0])
    const [stamp = '', day, time] = line.split(' ')
    const inTokyo = new Date(Date.parse(stamp) + 9 * 3_600_000).toISOString()
    expect(`${day}T${time}`.slice(0, 16)).toBe(inTokyo.slice(0, 16))
  } finally {
    await docker('rm', '--force', id)
  }
})
