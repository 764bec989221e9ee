import type { Observable } from 'rxjs'
import type { HostReading } from '../../model/reading.ts'

/** Takes the counters from which the first reading counts, and emits the function that makes one reading each. */
export type OpenHost = () => Observable<() => Observable<HostReading>>
