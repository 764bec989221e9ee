import type { Change, Knowledge, Known } from './known.ts'

/** Which containers are to be inspected, now that a change led from `before` to `after`: none at an ordinary tick. */
export const toInspect = (before: Knowledge, change: Change, after: Knowledge): readonly string[] => {
  switch (change.kind) {
    case 'event': {
      const { id } = change.event
      const isNews = !before.containers.has(id) || saysTooLittle(change.event)
      return isNews && after.containers.has(id) ? [id] : []
    }
    case 'listing':
      return [
        ...[...after.containers].filter(([id, known]) => !known.inspected || differs(before, after, id)),
        ...notStarted(after),
      ].map(([id]) => id)
    case 'details': {
      const { id } = change.details
      const overtaken = (after.containers.get(id)?.toldBy ?? 0) > change.asOf
      return overtaken ? [id] : []
    }
    case 'usage':
    case 'not-inspected':
      return []
  }
}

const saysTooLittle = (event: Extract<Change, { kind: 'event' }>['event']): boolean =>
  ['start', 'die', 'rename', 'update', 'unpause'].includes(event.action) ||
  (event.action === 'health_status' && event.health === 'unhealthy')

const differs = (before: Knowledge, after: Knowledge, id: string): boolean => {
  const [was, is] = [before.containers.get(id), after.containers.get(id)]
  return was?.container.state !== is?.container.state || was?.listedExitCode !== is?.listedExitCode
}

/** There may be any number of containers that nobody ever starts. */
const maxNotStarted = 4

/** The engine tells of no start that fails, and lists the newest first. */
const notStarted = ({ containers }: Knowledge): readonly (readonly [string, Known])[] =>
  [...containers]
    .filter(([, { inspected, container }]) => inspected && container.state === 'created')
    .slice(0, maxNotStarted)
