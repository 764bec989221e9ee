// Writes the documentation of the variables from their definitions; with --check only looks whether it is up to date.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bearClosedPipe } from './bear-closed-pipe.ts'
import { updateDocs } from './docs/update-docs.ts'

bearClosedPipe()
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
const { stale, problems } = updateDocs(join(import.meta.dirname, '../..'), { check })

for (const problem of problems) console.error(problem)
for (const file of stale) console.log(check ? `${file} is stale: npm run docs brings it up to date` : `${file} written`)
if (problems.length > 0 || (check && stale.length > 0)) process.exitCode = 1
