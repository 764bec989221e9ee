/** What is not told of until a time: alerts whose type and subject both match. `*` and `?` are wildcards. */
export interface Silence {
  readonly type: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly until: number
  /** Who wanted it. */
  readonly by: string
}
