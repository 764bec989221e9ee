/** What the container engine keeps on its disk, the largest first. */
export type DiskUsage = readonly DiskPart[]

export interface DiskPart {
  readonly kind: 'images' | 'containers' | 'volumes' | 'buildCache' | 'logs'
  readonly bytes: number
  /** The largest single one, where it has a name that people know. */
  readonly largest: { readonly name: string; readonly bytes: number } | null
  /** What nothing uses; null where that is not known. */
  readonly unusedBytes: number | null
}
