import { firstValueFrom, type Observable, of, timeout } from 'rxjs'

/** The only value of a stream, or another one where none comes in so many milliseconds. */
export const onlyOf = <T>(
  stream$: Observable<T>,
  { within, otherwise }: { within: number; otherwise: T },
): Promise<T> =>
  firstValueFrom(stream$.pipe(timeout({ first: within, with: () => of(otherwise) })), { defaultValue: otherwise })
