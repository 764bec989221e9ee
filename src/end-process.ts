type Self = Pick<NodeJS.Process, 'getActiveResourcesInfo' | 'exit' | 'execve' | 'execPath' | 'kill' | 'pid'>

/** Requests that occupy one of libuv's threads: to files, and to the system's resolver. */
const ofThread = /^(?:FSReq|GetAddrInfoReq|GetNameInfoReq)/

/** Whether a call to the system is under way that may never return. */
const isCallUnderWay = (self: Self): boolean => self.getActiveResourcesInfo().some((name) => ofThread.test(name))

/**
 * Ends the process with this code, whatever hangs. Node's own way waits for libuv's threads, so that one call to a dead file
 * system keeps the process and its locks for ever. Where one is under way, another program takes the place of this one
 * (execve(2) ends all threads and closes all files) and ends with the code; where that is not possible, it kills itself.
 */
export const endProcess = (self: Self, code: number): never => {
  if (!isCallUnderWay(self)) self.exit(code)
  self.execve?.(self.execPath, [self.execPath, '--eval', `require('node:process').exit(${code})`], {})
  self.kill(self.pid, 'SIGKILL')
  throw new Error('has killed itself')
}

/** The same for a process that would end by itself: only where a call would keep it from that. */
export const endDespiteHangs = (self: Self & Pick<NodeJS.Process, 'exitCode'>, code: number): void => {
  self.exitCode = code
  if (isCallUnderWay(self)) endProcess(self, code)
}
