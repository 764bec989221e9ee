import type { Config } from '../config.ts'
import type { Facts, Translated } from './variable.ts'

/** One thing that is wrong with the configuration. Never holds a value. */
export interface Problem {
  readonly name: string
  /** What is wrong, worded to follow the name. */
  readonly what: Translated
  /** What is accepted in its place. */
  readonly accepted: Translated
}

/** What a variable accepts, and a value that it does. */
export const withExample = ({ accepted: { en, pt }, example }: Pick<Facts, 'accepted' | 'example'>): Translated => ({
  en: `${en}, for example ${example}`,
  pt: `${pt}, por exemplo ${example}`,
})

/** What is said in the language of the messages. */
export const inLanguage = ({ en, pt }: Translated, language: Config['language']): string =>
  language === 'en' ? en : pt

const words = {
  en: {
    fails: (count: number) => `Vigilo cannot start: its configuration has ${count} problem${count === 1 ? '' : 's'}.`,
    accepted: 'Accepted',
    besides: 'Besides',
  },
  'pt-BR': {
    fails: (count: number) =>
      `O Vigilo não pode iniciar: a configuração tem ${count} ${count === 1 ? 'problema' : 'problemas'}.`,
    accepted: 'Aceita',
    besides: 'Além disso',
  },
} as const

/** The one message that says why the agent cannot start: every problem, then what else looks odd. */
export const renderProblems = (
  { problems, warnings }: { readonly problems: readonly Problem[]; readonly warnings: readonly Translated[] },
  language: Config['language'],
): string => {
  const said = words[language]
  const say = (text: Translated): string => inLanguage(text, language)
  return [
    said.fails(problems.length),
    ...problems.map(({ name, what, accepted }) => `\n  ${name} ${say(what)}.\n    ${said.accepted}: ${say(accepted)}`),
    ...(warnings.length > 0 ? [`\n${said.besides}:`] : []),
    ...warnings.map((warning) => `  ${say(warning)}`),
    '',
  ].join('\n')
}
