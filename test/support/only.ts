import { lastValueFrom, toArray, type Observable } from 'rxjs'

/** The one value that a stream emits before it completes. */
export const only = async <T>(value$: Observable<T>): Promise<T> => {
  const [value, ...more] = await lastValueFrom(value$.pipe(toArray()), { defaultValue: [] })
  if (value === undefined || more.length > 0) throw new Error(`expected one value, got ${1 + more.length} or none`)
  return value
}
