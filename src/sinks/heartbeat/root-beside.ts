/** The root of the server of a ping, as a list; empty where that is what is pinged. */
export const rootBeside = (ping: string): readonly string[] => {
  const { origin, pathname, search } = new URL(ping)
  return pathname === '/' && search === '' ? [] : [`${origin}/`]
}
