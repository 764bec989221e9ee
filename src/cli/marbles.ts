import { bearClosedPipe } from './bear-closed-pipe.ts'
import { drawAll } from './marbles/draw.ts'

bearClosedPipe()
const check = process.argv.includes('--check')
const stale = ['marbles', 'examples/extension'].flatMap((folder) => drawAll(folder, { check }))
for (const picture of stale) console.log(check ? `stale: ${picture} (npm run marbles draws it)` : `drawn: ${picture}`)
if (check && stale.length > 0) process.exitCode = 1
