import type { Change, Knowledge } from './known.ts'

/** Which containers are to be inspected, now that a change led from `before` to `after`: none at an ordinary tick. */
export const toInspect = (before: Knowledge, change: Change, after: Knowledge): readonly string[] => {
  switch (change.kind) {
    case 'event': {
      const { id } = change.event
      const isNews = !before.containers.has(id) || saysTooLittle(change.event)
      return isNews && after.containers.has(id) ? [id] : []
    }
    case 'listing':
      return [...after.containers]
        .filter(([id, known]) => !known.inspected || differs(before, after, id))
        .map(([id]) => id)
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
  ['start', 'die', 'rename', 'unpause'].includes(event.action) ||
  (event.action === 'health_status' && event.health === 'unhealthy')

const differs = (before: Knowledge, after: Knowledge, id: string): boolean =>
  before.containers.get(id)?.container.state !== after.containers.get(id)?.container.state
