import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { difference } from '../src/cli/marbles/difference.ts'
import { diagramsIn, drawDiagram } from '../src/cli/marbles/draw.ts'
import { registry } from '../src/cli/marbles/registry.ts'
import { runDiagram } from '../src/cli/marbles/run.ts'
import { parseDiagram } from '../src/cli/marbles/specification.ts'

const diagrams = diagramsIn('marbles').map(({ source, picture }) => ({
  name: basename(source, '.txt'),
  text: readFileSync(source, 'utf8'),
  picture,
}))

describe('each diagram runs through its operator', () => {
  test.each(diagrams)('$name', ({ name, text }) => {
    const diagram = parseDiagram(text)
    const came = runDiagram(diagram)
    expect(diagram.operators.map((operator) => operator.name)).toEqual([name])
    expect(difference(diagram.expected.marks, came, diagram.letters) ?? 'as expected').toBe('as expected')
    expect(came).toEqual(diagram.expected.marks)
  })

  test('each operator that a diagram can name has one', () => {
    expect(diagrams.map(({ name }) => name)).toEqual(Object.keys(registry).sort())
  })

  test.each(diagrams)('the picture of $name is not stale', ({ text, picture }) => {
    expect(readFileSync(picture, 'utf8')).toBe(drawDiagram(text))
  })
})
