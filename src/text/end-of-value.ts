/** What stands in the place of a secret. */
export const mask = '•••'

const closers: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['«', '»'],
])

/** A quote that opens, with the backslashes before it. */
const opening = /(\\{0,16})(["'`“‘«])/y
/** Quotes that close what was opened before the value. */
const closingAll = /(?:\\{0,16}["'`”’»]){1,8}(?=$|[\s,;:)\]}>|&])/y
/** Behind a piece in quotes a value goes on, as in a shell, but for what parts it from the next. */
const separator = /$|[\s,;:)\]}>|&]/y
const nextParameter = /&[\w.-]+=/y

/**
 * Where a value ends that begins at a place: pieces in quotes and without, as a shell or JSON writes them, up to the next
 * blank. A quote that is not closed holds all that follows: rather too much is hidden than too little.
 */
export const endOfValue = (text: string, from: number): number => {
  let at = from
  if (text.startsWith(mask, from)) {
    at += mask.length
    if (!/\w/.test(text.charAt(at))) return at
  }
  let isBare = false
  while (at < text.length) {
    if (isBare && matchesAt(closingAll, text, at)) return at
    const end = endOfQuoted(text, at)
    if (end === 'not closed') return at === from ? text.length : endOfLine(text, at)
    if (end !== null) {
      if (matchesAt(separator, text, end)) return end
      // An empty piece closes nothing that was opened before.
      isBare = end - at > 2
      at = end
      continue
    }
    if (/\s/.test(text.charAt(at)) || matchesAt(nextParameter, text, at)) return at
    isBare = true
    at += 1
  }
  return at
}

/**
 * Where the value of a header ends: with its line, or where a quote closes that was opened right before its name.
 *
 * @param nameAt  where its name begins
 */
export const endOfHeader = (text: string, nameAt: number, from: number): number => {
  if (text.startsWith(mask, from) || openingAt(text, from) !== null) return endOfValue(text, from)
  const end = endOfLine(text, from)
  const quote = closers.get(text.charAt(nameAt - 1))
  const closed = quote === undefined ? -1 : text.slice(from, end).search(new RegExp(`\\\\*${quote}`))
  return closed === -1 ? end : from + closed
}

const matchesAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at
  return pattern.test(text)
}

const openingAt = (text: string, at: number) => {
  opening.lastIndex = at
  const [whole, slashes = '', quote = ''] = opening.exec(text) ?? []
  return whole === undefined
    ? null
    : { end: at + whole.length, slashes: slashes.length, closer: closers.get(quote) ?? '' }
}

/** Null where no quote opens there. */
const endOfQuoted = (text: string, at: number): number | 'not closed' | null => {
  const opened = openingAt(text, at)
  if (opened === null) return null
  const { end, slashes, closer } = opened
  for (let found = text.indexOf(closer, end); found !== -1; found = text.indexOf(closer, found + 1)) {
    const before = slashesBefore(text, found, end)
    // JSON within JSON opens and closes with the same number of backslashes; what is within has more.
    if (slashes === 0 ? before % 2 === 0 : before <= slashes) return found + 1
  }
  return 'not closed'
}

const slashesBefore = (text: string, at: number, from: number): number => {
  let count = 0
  while (at - count > from && text.charAt(at - count - 1) === '\\') count += 1
  return count
}

const endOfLine = (text: string, from: number): number => {
  const found = text.slice(from).search(/[\r\n]/)
  return found === -1 ? text.length : from + found
}
