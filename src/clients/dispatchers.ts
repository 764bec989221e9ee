import type { Socket } from 'node:net'
import { filter, map, mergeMap, type Observable } from 'rxjs'
import { Agent, DecoratorHandler, type Dispatcher } from 'undici'
import type { Proxies } from '../config.ts'
import type { Connect } from './connect.ts'
import { proxyAuthorization, proxyOf } from './proxies.ts'
import { secure } from './secure.ts'
import { tunnel } from './tunnel.ts'
import { Unreached } from './unreached.ts'

/**
 * What fetch sends a request by: our names and connections, and the proxies that there are. A proxy forwards what goes to
 * `http:`; for `https:` it leads a connection on, and sees nothing of what is said.
 *
 * @param connect  how somebody is reached
 */
export const createDispatchers = (connect: Connect, proxies: Proxies): ((url: URL) => Dispatcher) => {
  const reach = (url: URL): Observable<Socket> => {
    const socket$ = connect({ host: hostOf(url), port: portOf(url) }).pipe(
      map(({ socket }) => socket),
      filter((socket) => socket !== null),
    )
    return url.protocol === 'https:' ? socket$.pipe(mergeMap((socket) => secure(socket, hostOf(url)))) : socket$
  }
  const reachThroughProxy = (url: URL): Observable<Socket> => {
    const proxy = proxyOf(proxies, url)
    if (proxy === null) return reach(url)
    const authority = `${url.hostname}:${portOf(url)}`
    return reach(proxy).pipe(
      mergeMap((socket) => tunnel(socket, authority, proxyAuthorization(proxy))),
      mergeMap((socket) => secure(socket, hostOf(url))),
    )
  }
  const direct = agentOf(reach)
  const throughProxy = agentOf(reachThroughProxy)
  const forwarded = direct.compose((dispatch) => (options, handler) => {
    const url = new URL(options.path, String(options.origin))
    const proxy = proxyOf(proxies, url)
    if (proxy === null) return dispatch(options, handler)
    const authorization = proxyAuthorization(proxy)
    const own = { host: url.host, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) }
    const headers = { ...(isRecord(options.headers) ? options.headers : {}), ...own }
    return dispatch({ ...options, origin: proxy.origin, path: url.href, headers }, ofProxy(handler))
  })
  return (url) => (url.protocol === 'https:' ? throughProxy : forwarded)
}

/** Who forwards may refuse to, with 407, which fetch would take for no answer at all. */
const ofProxy = (handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler => {
  const decorated: Dispatcher.DispatchHandler = new DecoratorHandler(handler)
  const passOn = decorated.onResponseStart?.bind(decorated)
  const onResponseStart: typeof passOn = (controller, status, ...rest) => {
    if (status === 407) controller.abort(new Unreached(`PROXY_${status}`))
    else passOn?.(controller, status, ...rest)
  }
  return Object.assign(decorated, { onResponseStart })
}

const agentOf = (reach: (url: URL) => Observable<Socket>): Agent =>
  new Agent({
    connect: ({ protocol, hostname, port }, callback) => {
      reach(new URL(`${protocol}//${hostname}${port === '' ? '' : `:${port}`}`)).subscribe({
        next: (socket) => callback(null, socket.setNoDelay(true)),
        error: (error: unknown) => callback(error instanceof Error ? error : new Error('no connection'), null),
      })
    },
  })

const hostOf = ({ hostname }: URL): string => hostname.replaceAll(/[[\]]/g, '')

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/** As fetch hands them over. */
const isRecord = (headers: unknown): headers is Readonly<Record<string, string>> =>
  typeof headers === 'object' && headers !== null && !(Symbol.iterator in headers)
