import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { defaultHost, dockerAt } from '../support/docker-engine.ts'

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

test('it says at once what is missing in its configuration', async () => {
  const started = run('docker', ['run', '--rm', '--network=none', 'vigilo'])
  await expect(started).rejects.toMatchObject({ code: 78 })
  await expect(started).rejects.toThrow('Vigilo cannot start')
})
