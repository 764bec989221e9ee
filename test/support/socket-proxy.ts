import { createServer, request } from 'node:http'

// Stands in for wollomatic/socket-proxy, given that one's arguments: only what an `-allowGET=` matches as a whole passes
// to the socket. It runs in a container of its own, where nothing but Node is.

const allowed = process.argv.flatMap((argument) => {
  const [, pattern] = /^-allowGET=(.*)$/.exec(argument) ?? []
  return pattern === undefined ? [] : [new RegExp(`^(?:${pattern})$`)]
})

const refusal = (method = '', path: string): number | null => {
  if (method !== 'GET') return 405
  return allowed.some((pattern) => pattern.test(path)) ? null : 403
}

createServer(({ method, url = '' }, response) => {
  const path = decodeURIComponent(url.replace(/\?.*$/s, ''))
  const status = refusal(method, path)
  if (status !== null) {
    console.log(`refused: ${method} ${path}`)
    response.writeHead(status).end()
    return
  }
  const asked = request({ socketPath: '/var/run/docker.sock', path: url }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    response.flushHeaders()
    answer.pipe(response)
  })
  asked.on('error', () => response.destroy())
  response.on('close', () => asked.destroy())
  asked.end()
}).listen(2375)
process.on('SIGTERM', () => process.exit())
