import type { Config } from '../config.ts'
import type { Loaded } from '../config/load.ts'
import { loadExtensions } from '../extensions/load.ts'
import { inLanguage } from '../config/problems.ts'
import { commandWords } from '../text/command-words.ts'
import { exitCode, printerOf, withConfiguration, type CommandContext } from './command-context.ts'
import { bad, linesOf, odd, well, type Finding } from './doctor/finding.ts'
import { lookAtClock, lookAtTimeZone } from './doctor/look-at-clock.ts'
import { lookAtChannels, lookAtEngine, lookAtHeartbeats, lookAtServices } from './doctor/look-at-connections.ts'
import { lookAtDataFolder } from './doctor/look-at-data-folder.ts'
import { lookAtHost } from './doctor/look-at-host.ts'

/**
 * Looks at all that the agent needs, and says of each thing whether it is well and what to do where it is not.
 *
 * Returns 0, or 1 where something is bad.
 */
export const doctor = async (
  loaded: Loaded,
  version: string,
  {
    out,
    now,
    inContainer,
    language,
  }: {
    out: (text: string) => void
    now: () => number
    inContainer: boolean
    /** What is wrong with a configuration is said in it. */
    language: Config['language']
  },
): Promise<number> => {
  if ('problems' in loaded) {
    const { configuration } = commandWords(language).doctor
    const problems = loaded.problems.map(({ name, what, accepted }) =>
      bad({
        what: `${name} ${inLanguage(what, language)}`,
        advice: configuration.accepted(inLanguage(accepted, language)),
      }),
    )
    return tell([...problems, ...warningsOf(loaded, language)], printerOf([], out))
  }
  return withConfiguration(loaded, { out, error: out, now, language }, async (context) => {
    const findings = await Promise.all(looks(context, version, inContainer))
    const { configuration } = context.text.words.doctor
    const warnings = warningsOf(loaded, context.config.language)
    return tell([well(configuration.valid), ...warnings, ...findings.flat()], context.print)
  })
}

const looks = (
  context: CommandContext,
  version: string,
  inContainer: boolean,
): readonly Promise<Finding | readonly Finding[]>[] => {
  return [
    ...lookAtChannels(context),
    ...lookAtHeartbeats(context, version),
    lookAtEngine(context),
    ...lookAtServices(context),
    lookAtHost(context, inContainer),
    lookAtExtensions(context),
    Promise.resolve(lookAtDataFolder(context, inContainer)),
    lookAtClock(context),
    Promise.resolve(lookAtTimeZone(context)),
  ]
}

const lookAtExtensions = async ({ config, text }: CommandContext): Promise<readonly Finding[]> => {
  const loaded = await loadExtensions(config.extensions)
  const { extension } = text.words.doctor
  return 'problems' in loaded
    ? loaded.problems.map((problem) => bad(extension.failed(inLanguage(problem, config.language))))
    : loaded.extensions.map(({ name }) => well(extension.loaded(name)))
}

const warningsOf = ({ warnings }: Loaded, language: Config['language']): readonly Finding[] => {
  const { warning } = commandWords(language).doctor.configuration
  return warnings.map((one) => odd(warning(inLanguage(one, language))))
}

const tell = (findings: readonly Finding[], print: (line: string) => void): number => {
  for (const line of findings.flatMap(linesOf)) print(line)
  return findings.some(({ state }) => state === 'bad') ? exitCode.failed : exitCode.ok
}
