// Commands beside the agent: vigilo COMMAND …
import { verifyDiagrams } from './marbles/verify.ts'

const usage = `vigilo marbles FILE…   runs diagrams against the extensions beside them`
const usageError = 64

const [command, ...files] = process.argv.slice(2)
if (command === 'marbles' && files.length > 0) process.exitCode = await verifyDiagrams(files, console.log)
else {
  console.error(usage)
  process.exitCode = usageError
}
