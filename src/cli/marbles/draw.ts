import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseMarbleDiagramSpecification } from '@swirly/parser'
import { renderMarbleDiagram } from '@swirly/renderer-node'

// Room for two words beside each other, in neighbouring frames.
const styles = { frame_width: 42, event_radius: 9, event_value_font_size: 13, operator_title_font_size: 18 }

/** The picture of a diagram, as SVG: each word stands under its mark, as none fits into it. */
export const drawDiagram = (text: string): string => {
  const { xml } = renderMarbleDiagram(parseMarbleDiagramSpecification(text), { styles })
  return `${xml.replaceAll('<text x="0" y="0"', '<text x="0" y="20"')}\n`
}

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
