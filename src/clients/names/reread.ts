import { readFileSync, statSync } from 'node:fs'

/**
 * What a small file of /etc says, read anew once it has changed: containers and DHCP rewrite theirs. One that is not there,
 * or cannot be read, is empty.
 */
export const reread = <T>(path: string, parse: (text: string) => T): (() => T) => {
  let seen: string | null = null
  let parsed = parse('')
  return () => {
    const version = versionOf(path)
    if (version !== seen) parsed = parse(textOf(path))
    seen = version
    return parsed
  }
}

const versionOf = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? '' : [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs].join()
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
