/** A source looks at all that it watches within two intervals, and ten minutes at least. */
const leastPatience = 600_000

/**
 * Milliseconds until each source has looked at all that it watches at least once; a forecast takes two samples.
 *
 * @param checkInterval  milliseconds, as those of the services
 */
export const patienceOf = ({
  checkInterval,
  services,
}: {
  readonly checkInterval: number
  readonly services: readonly { readonly interval: number }[]
}): number =>
  Math.max(leastPatience, ...[checkInterval, ...services.map(({ interval }) => interval)].map((time) => 2 * time))
