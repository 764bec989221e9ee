import { alertTypes, type AlertType } from '../../model/alert-types.ts'
import type { Language } from './variables-table.ts'

const words = {
  en: {
    head: ['Type', 'How bad', 'Told when', 'After', 'Mutes meanwhile'],
    critical: '🔴 critical',
    warning: '🟡 warning',
    atOnce: 'at once',
    ofIt: 'of the same',
    ofAll: 'all',
  },
  pt: {
    head: ['Tipo', 'Gravidade', 'Avisa quando', 'Depois de', 'Cala enquanto isso'],
    critical: '🔴 crítico',
    warning: '🟡 atenção',
    atOnce: 'na hora',
    ofIt: 'do mesmo',
    ofAll: 'todos',
  },
} as const

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const code = (word: string): string => `\`${word}\``

/** Variables stand out in a sentence. */
const withCode = (sentence: string): string =>
  sentence.replace(/\.$/, '').replaceAll(/\b[A-Z]{2,}(_[A-Z]+)+\b/g, code('$&'))

const mutes = ({ inhibits }: AlertType, language: Language): string => {
  const { ofIt, ofAll } = words[language]
  return inhibits
    .filter(({ of }) => of === undefined)
    .map(({ types, subject }) => `${types.map(code).join(', ')} (${subject === 'same' ? ofIt : ofAll})`)
    .join('; ')
}

/** Every type of alert as a Markdown table. */
export const alertsTable = (language: Language): string =>
  [
    row(words[language].head),
    row(words[language].head.map(() => '---')),
    ...Object.entries<AlertType>(alertTypes).map(([name, type]) =>
      row([
        code(name),
        words[language][type.severity],
        withCode(type.tells[language]),
        typeof type.for === 'string' ? code(type.for) : words[language].atOnce,
        mutes(type, language),
      ]),
    ),
  ].join('\n')
