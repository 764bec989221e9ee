/** What is shorter may be a part of an ordinary word, as `guest` is of `guesthouse`. */
const longEnough = 11

/**
 * Writes `***` in place of each secret, as it is or as URLs, JSON and Basic authentication encode it. A short one is
 * hidden where it stands by itself, and not within a word.
 */
export const maskKnown = (secrets: readonly string[]): ((text: string) => string) => {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(encodings))]
  if (forms.length === 0) return (text) => text
  // The longest first: a URL is masked as a whole before the path that is a part of it.
  forms.sort((a, b) => b.length - a.length)
  const any = new RegExp(forms.map(patternOf).join('|'), 'gu')
  return (text) => text.replace(any, '***')
}

const patternOf = (form: string): string => {
  const literal = form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  if (form.length >= longEnough) return literal
  const begins = wordCharacter.test(form.charAt(0)) ? '(?<![\\p{L}\\p{N}_])' : ''
  const ends = wordCharacter.test(form.charAt(form.length - 1)) ? '(?![\\p{L}\\p{N}_])' : ''
  return `${begins}${literal}${ends}`
}

const wordCharacter = /[\p{L}\p{N}_]/u

const encodings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret.toWellFormed()),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
]
