import { createClients } from '../../src/clients/clients.ts'

/** How the agent reaches others, without any proxy. */
export const clients = createClients({ http: null, https: null, none: [] })
