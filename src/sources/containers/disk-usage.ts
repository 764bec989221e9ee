import type { DiskPart, DiskUsage } from '../../model/disk-usage.ts'

/** Reads the answer of `GET /system/df`; what is not as documented there counts as nothing. */
export const parseDiskUsage = (answer: unknown): DiskUsage => {
  const { LayersSize, Images, Containers, Volumes, BuildCache } = record(answer)
  const containers = list(Containers).map(({ Names, SizeRw }) => ({ name: firstName(Names), bytes: number(SizeRw) }))
  const volumes = list(Volumes).map(({ Name, UsageData }) => ({
    name: text(Name),
    bytes: number(record(UsageData).Size),
  }))
  const parts: readonly DiskPart[] = [
    { kind: 'images', bytes: number(LayersSize), largest: null, unusedBytes: unusedImages(list(Images)) },
    { kind: 'containers', bytes: sum(containers), largest: largestOf(containers), unusedBytes: null },
    { kind: 'volumes', bytes: sum(volumes), largest: largestOf(volumes), unusedBytes: null },
    {
      kind: 'buildCache',
      bytes: sum(list(BuildCache).map(({ Size }) => ({ name: '', bytes: number(Size) }))),
      largest: null,
      unusedBytes: null,
    },
  ]
  return largestFirst(parts)
}

export const largestFirst = (parts: DiskUsage): DiskUsage => parts.toSorted((a, b) => b.bytes - a.bytes)

interface Item {
  readonly name: string
  readonly bytes: number
}

const sum = (items: readonly Item[]): number => items.reduce((total, { bytes }) => total + bytes, 0)

const largestOf = (items: readonly Item[]): Item | null => items.toSorted((a, b) => b.bytes - a.bytes)[0] ?? null

/** Of layers that images share, none is counted. */
const unusedImages = (images: readonly Fields[]): number =>
  images
    .filter(({ Containers }) => number(Containers) === 0)
    .reduce((total, { Size, SharedSize }) => total + number(Size) - number(SharedSize), 0)

type Fields = Readonly<Record<string, unknown>>

const record = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {})

const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(record) : [])

/** The engine says -1 where it has not looked. */
const number = (value: unknown): number => (typeof value === 'number' ? Math.max(0, value) : 0)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const firstName = (names: unknown): string => (Array.isArray(names) ? text(names[0]).replace(/^\//, '') : '')
