import { groups, type Variable } from '../../config.ts'

const variableLines = (name: string, { en, accepted, fallback, example, secret }: Variable): readonly string[] => {
  const shown = typeof fallback === 'string' ? fallback : fallback?.en
  return [
    `# ${en}`,
    `# Accepted: ${accepted.en}.${shown === undefined ? '' : ` Default: ${shown}.`}`,
    ...(secret ? [`# ${name}_FILE names a file that holds it instead.`] : []),
    `#${name}=${typeof fallback === 'string' ? fallback : example}`,
    '',
  ]
}

/** The text of `.env.example`: every variable, commented out, with its default or else an example. */
export const envExample = (): string =>
  [
    '# Copy to .env and take the # away in front of what you set. What is not set, or is empty, has its default.',
    '',
    ...groups.flatMap(({ title, variables }) => [
      `## ${title.en}`,
      '',
      ...Object.entries(variables).flatMap(([name, variable]) => variableLines(name, variable)),
    ]),
  ].join('\n')
