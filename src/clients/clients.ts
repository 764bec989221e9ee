import { createConnect, type Connect } from './connect.ts'
import { createHttp, type Http } from './http.ts'
import { createNames } from './names/names.ts'
import type { Proxies } from '../config.ts'

/** The wires to others: one way to look names up and to connect, for all who do. */
export interface Clients {
  readonly connect: Connect
  readonly http: Http
}

export const createClients = (proxies: Proxies): Clients => {
  const connect = createConnect(createNames())
  return { connect, http: createHttp(connect, proxies) }
}
