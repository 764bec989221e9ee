import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseMarbleDiagramSpecification } from '@swirly/parser'
import { renderMarbleDiagram } from '@swirly/renderer-node'

/** The picture of a diagram, as SVG. */
export const drawDiagram = (text: string): string => `${renderMarbleDiagram(parseMarbleDiagramSpecification(text)).xml}\n`

/** The diagrams of a folder, each with the file of its picture. */
export const diagramsIn = (folder: string): readonly { readonly source: string; readonly picture: string }[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => ({ source: join(folder, name), picture: join(folder, name.replace(/\.txt$/, '.svg')) }))

/** Draws each diagram beside itself, or with `check` only names those whose picture is stale. */
export const drawAll = (folder: string, { check }: { check: boolean }): readonly string[] =>
  diagramsIn(folder).flatMap(({ source, picture }) => {
    const svg = drawDiagram(readFileSync(source, 'utf8'))
    if (svg === read(picture)) return []
    if (!check) writeFileSync(picture, svg)
    return [picture]
  })

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
