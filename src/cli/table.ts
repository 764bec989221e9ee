/** Rows under their titles, in columns as wide as they need to be. */
export const tableOf = (titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)))
  return [titles, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
