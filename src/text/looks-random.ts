/** Of random base64 about a half of the neighbours are jumps, of hexadecimal too; of words and paths hardly a fifth. */
const randomShare = 0.27

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** A jump is from a letter to a digit or back, or from a small letter to a capital, as seldom comes in words. */
const jump = /(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[0-9]|(?<=[0-9])[A-Za-z]/g

/** Whether a run of letters and digits looks drawn by lot, as a key is, rather than written. UUIDs do not count. */
export const looksRandom = (run: string): boolean => {
  const rest = run.replace(uuid, '')
  return /\d/.test(rest) && (rest.match(jump) ?? []).length / rest.length >= randomShare
}
