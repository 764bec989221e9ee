/**
 * Reads one file of /proc/pressure (the kernel's documentation, accounting/psi): the percentage of the last 10 s in
 * which some task waited. Null where the text does not say.
 */
export const parsePressure = (text: string): number | null => {
  const average = /^some avg10=([\d.]+)/m.exec(text)?.[1]
  return average === undefined ? null : Number.parseFloat(average)
}
