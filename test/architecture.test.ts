import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

interface Import {
  readonly from: string
  readonly to: string
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join('src', name), 'utf8') }))

const imports: readonly Import[] = files.flatMap(({ name, text }) =>
  [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) => ({
    from: name,
    to: relative('.', join(dirname(name), path)),
  })),
)

const roomOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : file)

const between = (from: string, to: string): readonly Import[] =>
  imports.filter((one) => roomOf(one.from) === from && roomOf(one.to) === to)

describe('the rooms', () => {
  const rooms = ['sources', 'streams', 'sinks']
  const pairs = rooms.flatMap((from) => rooms.filter((to) => to !== from).map((to) => ({ from, to })))

  test.each(pairs)('$from never imports $to', ({ from, to }) => {
    expect(between(from, to)).toEqual([])
  })

  test('a client imports none of them, nor the graph', () => {
    const to = ['app.ts', 'main.ts', 'parts.ts', 'cli', ...rooms]
    expect(to.flatMap((room) => between('clients', room))).toEqual([])
  })

  test('the model imports nothing but itself', () => {
    expect(imports.filter(({ from, to }) => roomOf(from) === 'model' && roomOf(to) !== 'model')).toEqual([])
  })

  test.each(rooms)('%s does not import the graph', (room) => {
    expect(
      ['app.ts', 'parts.ts', 'create-parts.ts', 'main.ts', 'supervision.ts', 'cli'].flatMap((to) => between(room, to)),
    ).toEqual([])
  })

  test('nothing imports main.ts', () => {
    expect(imports.filter(({ to }) => to === 'main.ts')).toEqual([])
  })
})

describe('effects stay at the edges', () => {
  const pure = files.filter(({ name }) => ['streams', 'model', 'text', 'state'].includes(roomOf(name)))
  const outside = files.filter(({ name }) => name !== 'main.ts' && roomOf(name) !== 'cli')

  test.each(pure)('$name reads neither clock, disk, network nor environment', ({ text }) => {
    expect(text).not.toMatch(/Date\.now\(|new Date\(\)|\bprocess\.|performance\.now|Math\.random/)
    expect(text).not.toMatch(/from 'node:(?!path)/)
  })

  test.each(outside)('$name leaves process to main.ts', ({ text }) => {
    expect(text).not.toMatch(/\bprocess\.(env|exit|argv|on|stdout|stderr)\b/)
  })

  test.each(files)('$name silences nothing', ({ text }) => {
    expect(text).not.toMatch(/@ts-ignore|@ts-expect-error|eslint-disable|\bas any\b|\bas unknown as\b|\bas never\b/)
  })
})

describe('what is random in a test can be repeated', () => {
  const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'architecture.test.ts')
    .map((name) => ({ name, text: readFileSync(join('test', name), 'utf8') }))
  const random = tests.filter(({ text }) => /Math\.random|fc\.|randomInt/.test(text))

  test.each(random)('$name prints its seed when it fails', ({ text }) => {
    expect(text).not.toMatch(/Math\.random|fc\.(check|sample)\(/)
    const properties = text.match(/fc\.(property|asyncProperty)\(/g)?.length ?? 0
    expect(text.match(/fc\.assert\(/g)?.length ?? 0).toBe(properties)
    if (text.includes('randomInt')) expect(text).toMatch(/test\(`.*seed \$\{seed\}/)
  })
})
