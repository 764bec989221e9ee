import { applyDetails } from './apply-details.ts'
import { applyEvent } from './apply-event.ts'
import { applyListing } from './apply-listing.ts'
import { applyUsages } from './apply-usages.ts'
import type { Change, Knowledge } from './known.ts'

/** What is known after a change; the same object where it says nothing new. Pure. */
export const learn = (knowledge: Knowledge, change: Change): Knowledge => {
  switch (change.kind) {
    case 'event':
      return applyEvent(knowledge, change.event)
    case 'listing':
      return applyListing(knowledge, change)
    case 'details':
      return applyDetails(knowledge, change)
    case 'usage':
      return applyUsages(knowledge, change.usages)
    case 'not-inspected':
      return seenAsItIs(knowledge, change.id)
  }
}

/** One that cannot be inspected is taken for what any is. */
const seenAsItIs = (knowledge: Knowledge, id: string): Knowledge => {
  const known = knowledge.containers.get(id)
  if (known === undefined || !known.isNew) return knowledge
  return { ...knowledge, containers: new Map(knowledge.containers).set(id, { ...known, isNew: false }) }
}
