import type { QuietRange } from './quiet-range.ts'

/** What is not told of until a time: alerts whose type and subject both match. `*` and `?` are wildcards. */
export interface Silence {
  readonly id: string
  readonly type: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly until: number
  /** Who wanted it. */
  readonly by: string
}

/** A silence as somebody gave it: it stands until it is over or taken back. Times are milliseconds since the epoch. */
export interface GivenSilence extends Omit<Silence, 'until'> {
  /** Why; empty where nobody said so. */
  readonly reason: string
  readonly at: number
  /** When it is over; null where it recurs until it is taken back. */
  readonly until: number | null
  /** The times of day in which it holds; none: it holds all the time. */
  readonly times: readonly QuietRange[]
}

export const isSilencedBy = (
  about: { readonly type: string; readonly subject: string },
  { type, subject }: Pick<Silence, 'type' | 'subject'>,
): boolean => matchesWildcards(about.type, type) && matchesWildcards(about.subject, subject)

const matchesWildcards = (text: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'is',
  ).test(text)
