/** Puts pieces together in order, as many as fit. One that fits nowhere is alone. */
export const pack = <T>(pieces: readonly T[], fits: (group: readonly T[]) => boolean): readonly (readonly T[])[] => {
  const groups: T[][] = []
  for (const piece of pieces) {
    const group = groups.at(-1)
    if (group !== undefined && fits([...group, piece])) group.push(piece)
    else groups.push([piece])
  }
  return groups
}

/** Pieces of at most `length` UTF-16 units, from 2 on; never cut between the two halves of a character. */
export const cut = (text: string, length: number): readonly string[] => {
  if (text.length <= length) return [text]
  const end = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length
  return [text.slice(0, end), ...cut(text.slice(end), length)]
}
