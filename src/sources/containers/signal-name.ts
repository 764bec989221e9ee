// signal(7), x86 and ARM: the engine's host is a Linux whatever this one is. In their order, from 1.
const names = (
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG ' +
  'XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
).split(' ')

const firstRealTime = 34
const lastRealTime = 64

/** Brings `15`, `TERM` and `sigterm` to `SIGTERM`; real-time signals to `SIGRTMIN+n`. */
export const signalName = (signal: string): string => {
  const bare = signal.trim().toUpperCase().replace(/^SIG/, '')
  const [, end, offset] = /^RT(MIN|MAX)([+-]\d+)?$/.exec(bare) ?? []
  const number = end ? (end === 'MIN' ? firstRealTime : lastRealTime) + Number(offset ?? 0) : Number(bare)
  if (!Number.isInteger(number)) return `SIG${bare}`
  if (number >= firstRealTime && number <= lastRealTime) return `SIGRTMIN+${number - firstRealTime}`
  return `SIG${names[number - 1] ?? number}`
}
