import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Preloaded into an agent: on a signal, it collects its garbage and says how much is left, in bytes.
setFlagsFromString('--expose-gc')
process.on('SIGUSR2', () => {
  runInNewContext('gc()')
  process.stdout.write(`heap ${process.memoryUsage().heapUsed}\n`)
})
