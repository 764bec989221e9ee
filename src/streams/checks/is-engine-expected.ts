import { checksOf, type Memory } from '../../model/memory.ts'
import type { WatchRules } from './is-watched.ts'

/**
 * Whether an engine is expected before anything was seen: DOCKER_HOST names it, WATCH_CONTAINERS names what runs on it, the
 * last agent saw one, or one was missed.
 */
export const isEngineExpected = (
  { docker, watch }: { readonly docker: { readonly asked: boolean }; readonly watch: Pick<WatchRules, 'names'> },
  { lives, sawEngine }: Pick<Memory, 'lives' | 'sawEngine'>,
): boolean =>
  docker.asked ||
  watch.names.length > 0 ||
  sawEngine ||
  checksOf(lives).some(({ type }) => type === 'DOCKER_CONNECTION_ERROR')
