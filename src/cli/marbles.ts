import { drawAll } from './marbles/draw.ts'

const check = process.argv.includes('--check')
const stale = ['marbles', 'examples/extension'].flatMap((folder) => drawAll(folder, { check }))
for (const picture of stale) console.log(check ? `stale: ${picture} (npm run marbles draws it)` : `drawn: ${picture}`)
if (check && stale.length > 0) process.exitCode = 1
