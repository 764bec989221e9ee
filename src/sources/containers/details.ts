import type { Container } from '../../model/reading.ts'
import { parseHealth, parseState } from './container-state.ts'
import { parseLabels } from './labels.ts'
import { purposeOf } from './purpose.ts'
import { signalName } from './signal-name.ts'

/** What only an inspection of the container tells. Times are milliseconds since the epoch. */
export interface Details extends Pick<
  Container,
  | 'id'
  | 'name'
  | 'image'
  | 'state'
  | 'health'
  | 'healthOutput'
  | 'startedAt'
  | 'restartCount'
  | 'compose'
  | 'service'
  | 'labels'
  | 'stopSignal'
  | 'stopTimeoutSeconds'
  | 'restartPolicy'
  | 'memoryLimitBytes'
  | 'startError'
  | 'purpose'
> {
  readonly finishedAt: number | null
  readonly exitCode: number
  readonly oomKilled: boolean
  readonly hasHealthcheck: boolean
  readonly pid: number | null
}

/** What is read of `GET /containers/{id}/json`. */
export interface DetailsJson {
  readonly Id: string
  readonly Name: string
  readonly RestartCount: number
  readonly State: {
    readonly Status: string
    readonly Pid: number
    readonly ExitCode: number
    readonly OOMKilled: boolean
    readonly Error?: string | undefined
    readonly StartedAt: string
    readonly FinishedAt: string
    readonly Health?: HealthJson | null | undefined
  }
  readonly Config: {
    readonly Image: string
    readonly StopSignal?: string
    readonly Tty?: boolean | undefined
    readonly OpenStdin?: boolean | undefined
    readonly AttachStdin?: boolean | undefined
    readonly StopTimeout?: number | null
    readonly Labels: Readonly<Record<string, string>> | null
    /** `Test` begins with how it is run, or is `NONE` where the image's own is turned off. */
    readonly Healthcheck?: { readonly Test?: readonly string[] | null | undefined } | null | undefined
  }
  readonly HostConfig: {
    readonly Memory?: number | undefined
    readonly RestartPolicy?: { readonly Name: string } | undefined
    readonly LogConfig?: { readonly Type?: string | undefined } | undefined
  }
}

interface HealthJson {
  readonly Status: string
  readonly Log: readonly { readonly ExitCode: number; readonly Output: string }[] | null
}

/** The engine's own. */
const defaultStopTimeout = 10

const healthOutputLength = 200

export const parseDetails = ({ Id, Name, RestartCount, State, Config, HostConfig }: DetailsJson): Details => {
  const state = parseState(State.Status)
  return {
    id: Id,
    name: Name.replace(/^\//, ''),
    image: Config.Image,
    state,
    health: parseHealth(State.Health?.Status, state),
    healthOutput: healthOutput(State.Health),
    hasHealthcheck: !['NONE', undefined].includes(Config.Healthcheck?.Test?.[0]),
    startedAt: parseTime(State.StartedAt),
    finishedAt: parseTime(State.FinishedAt),
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
    restartCount: RestartCount,
    ...parseLabels(Config.Labels),
    stopSignal: signalName(Config.StopSignal || 'SIGTERM'),
    // Less than 0 is to wait for ever.
    stopTimeoutSeconds: (Config.StopTimeout ?? 0) < 0 ? Infinity : (Config.StopTimeout ?? defaultStopTimeout),
    restartPolicy: parseRestartPolicy(HostConfig.RestartPolicy?.Name),
    // An engine that keeps no such figure does not say that there is none.
    memoryLimitBytes: HostConfig.Memory === undefined ? null : HostConfig.Memory || 'none',
    pid: State.Pid || null,
    startError: state === 'running' || !State.Error ? null : State.Error.trim().slice(0, startErrorLength),
    purpose: purposeOf({
      image: Config.Image,
      isAttached: Boolean(Config.Tty && Config.OpenStdin && Config.AttachStdin),
      restarts: parseRestartPolicy(HostConfig.RestartPolicy?.Name) !== 'no',
      keepsLog: HostConfig.LogConfig?.Type !== 'none',
      isProbed: Config.Healthcheck?.Test?.[0] !== 'NONE',
    }),
  }
}

const startErrorLength = 300

const parseRestartPolicy = (name: string | undefined): Container['restartPolicy'] => {
  if (name === 'always' || name === 'unless-stopped') return 'always'
  return name === 'on-failure' ? 'on-failure' : 'no'
}

/** Go's zero time, which stands for never, is of the year 1. */
const parseTime = (text: string): number | null => {
  const time = Date.parse(text)
  return time > 0 ? time : null
}

/** Why it failed stands last, after what a progress bar or a table's head has left. */
const healthOutput = (health: HealthJson | null | undefined): string | null => {
  const output = health?.Log?.findLast(({ ExitCode }) => ExitCode !== 0)?.Output ?? ''
  const lines = output
    .split('\n')
    .map((line) => line.trim().replace(/^.*\r/s, '').trim())
    .filter((line) => line !== '' && !isProgress(line))
  return lines.slice(-healthOutputLines).join('\n').slice(-healthOutputLength) || null
}

const healthOutputLines = 3

/** What curl prints as it goes. */
const isProgress = (line: string): boolean => /^% Total\s|^Dload\s+Upload|^[\d\s.:kMG-]+$/.test(line)
