import { groups, type Translated, type Variable } from '../../config.ts'

export type Language = keyof Translated

const heads = {
  en: ['Variable', 'Default', 'Accepted', 'Meaning'],
  pt: ['Variável', 'Padrão', 'Aceita', 'Significado'],
} as const

const or = { en: 'or', pt: 'ou' } as const

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const variableRow = (name: string, variable: Variable, language: Language): string => {
  const { secret = false, fallback, accepted } = variable
  const code = typeof fallback === 'string' ? `\`${fallback}\`` : fallback?.[language]
  return row([
    secret ? `\`${name}\` ${or[language]} \`${name}_FILE\`` : `\`${name}\``,
    code ?? '',
    accepted[language],
    variable[language],
  ])
}

/** Every variable as a Markdown table, under the title of its group. */
export const variablesTable = (language: Language): string =>
  [
    row(heads[language]),
    row(heads[language].map(() => '---')),
    ...groups.flatMap(({ title, variables }) => [
      row([`**${title[language]}**`, '', '', '']),
      ...Object.entries(variables).map(([name, variable]) => variableRow(name, variable, language)),
    ]),
  ].join('\n')
