import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { createFolder } from './folder.ts'

/** A server with a certificate that nobody vouches for. */
export const startSelfSigned = async (): Promise<AsyncDisposable & { readonly url: string }> => {
  using folder = createFolder()
  const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
  const certificate = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '5']
  execFileSync('openssl', [...certificate, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return { url: `https://127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}
