/** A service that is probed: what the owner wrote, with its defaults. Durations are milliseconds. */
export interface Service {
  readonly name: string
  readonly target: Target
  readonly interval: number
  readonly timeout: number
  /** Failures in a row after which it is down. */
  readonly failures: number
}

export type Target =
  | {
      readonly kind: 'http'
      readonly url: string
      /** Statuses that are well, from and to. */
      readonly status: readonly [number, number]
      /** What the body has to hold. */
      readonly contains: string | null
    }
  | { readonly kind: 'tcp' | 'tls'; readonly host: string; readonly port: number }

/** What is told of a service: its address may hold a password or a token. */
export interface ProbedService extends Pick<Service, 'name' | 'timeout' | 'failures'> {
  /** A name or an address. */
  readonly host: string
  readonly hasCertificate: boolean
}

/**
 * Why a probe failed. `noRoute` is said by the host itself, `unreachable` by somebody on the way. `detail` is a status, a
 * reason of TLS, or what no word was found for.
 */
export interface ProbeFailure {
  readonly reason:
    | 'dns'
    | 'resolver'
    | 'refused'
    | 'noRoute'
    | 'unreachable'
    | 'timeout'
    | 'reset'
    | 'tls'
    | 'status'
    | 'text'
    | 'redirects'
    | 'other'
  readonly detail: string
}

/** What fails where there is no network. */
const ofTheNetwork: readonly ProbeFailure['reason'][] = ['resolver', 'noRoute', 'unreachable', 'timeout']

/** Whether a probe failed as it would without a network. */
export const failsAsNetworksDo = ({
  failure,
  isConnected,
}: {
  readonly failure: ProbeFailure | null
  readonly isConnected: boolean
}): boolean => failure !== null && !isConnected && ofTheNetwork.includes(failure.reason)
