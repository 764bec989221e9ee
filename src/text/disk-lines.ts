import type { Evidence } from '../model/life.ts'
import type { DiskPart } from '../model/disk-usage.ts'
import type { Message } from '../model/message.ts'
import { nameOf, type Context } from './context.ts'
import { join, words, type Words } from './words.ts'

const shownParts = 3

/** Less than this is not what fills a disk: 100 MB. */
const worthSaying = 100 * 1024 ** 2

/** What of the container engine is on the disk, and what has grown since that was told. */
export const diskLines = ({ disk }: Evidence, context: Context): Message => {
  if (disk === null) return []
  const { language, figures } = context
  const parts = disk.usage.filter(({ bytes }) => bytes >= worthSaying).slice(0, shownParts)
  const grown = disk.grown
    .filter(({ bytes }) => bytes >= worthSaying)
    .slice(0, shownParts)
    .map(({ kind, bytes }) => `${language.diskParts[kind]} +${figures.size(bytes)}`)
  return [
    ...(parts.length > 0
      ? [
          language.mostOfDisk(
            join(
              parts.map((part) => partWords(part, context)),
              ', ',
            ),
          ),
        ]
      : []),
    ...(grown.length > 0 ? [[language.grownSince(grown.join(', '))]] : []),
  ]
}

/** `volumes 12 GB (*db_data* 9 GB)` */
const partWords = ({ kind, bytes, largest, unusedBytes }: DiskPart, { language, figures }: Context): Words => {
  const size = `${language.diskParts[kind]} ${figures.size(bytes)}`
  if (largest !== null && largest.bytes >= worthSaying && largest.name !== '')
    return words`${size} (${nameOf(largest.name)} ${figures.size(largest.bytes)})`
  return unusedBytes !== null && unusedBytes >= worthSaying
    ? words`${size} (${language.unused(figures.size(unusedBytes))})`
    : [size]
}
