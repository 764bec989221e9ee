const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const isUnit = (text: string): text is keyof typeof units => text in units

/** Milliseconds of a duration such as `500ms`, `30s`, `5m`, `4h`, `1d`. Throws an Error where it is none. */
export const parseDuration = (text: string): number => {
  const [, amount = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? []
  if (!isUnit(unit)) throw new Error(`"${text}" is not a duration: write 500ms, 30s, 5m, 4h or 1d`)
  return Number(amount) * units[unit]
}
