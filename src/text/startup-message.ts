import type { Message } from '../model/message.ts'
import type { ConnectionTest, Inventory, RestartedNotification, StartupNotification } from '../model/notification.ts'
import { isLate, reasonOf, sign, since, type Context } from './context.ts'
import { foreign } from './foreign.ts'
import { reportLines } from './report-lines.ts'
import { words } from './words.ts'

/** The agent has started: what it runs on, what it reaches, what it sees. */
export const startupMessage = (notification: StartupNotification, context: Context): Message => {
  const { version, startedAt, inventory, connections, report } = notification
  const icon = connections.every(({ result }) => result.ok) ? '🟢' : '🟡'
  const isMissed = connections.some(({ name, result }) => name === 'docker' && !result.ok) // said by that line
  return [
    words`${sign(icon, context)}: ${context.language.startup.title(version)}`,
    ...(isLate(startedAt, context) ? [[startedLine(startedAt, context)]] : []),
    ...(inventory ? inventoryLines(inventory, context) : []),
    ...connectionLines(connections, context),
    ...reportLines(isMissed ? { ...report, containers: { kind: 'absent' } } : report, context),
  ]
}

const startedLine = (startedAt: number, { language, figures, at }: Context): string =>
  language.startup.startedAt(figures.moment(startedAt, at))

/** In place of it for an agent that keeps crashing. `since` is 0 where nobody knows any more. */
export const restartedMessage = (
  { version, restarts, since: begin }: RestartedNotification,
  context: Context,
): Message => {
  const facts = { restarts, version, since: begin > 0 ? since(begin, context) : '' }
  return [words`${sign('🟡', context)}: ${context.language.startup.restarted(facts)}`]
}

const inventoryLines = (inventory: Inventory, { language, figures }: Context): Message => {
  const { operatingSystem, kernel, virtualization, cpuModel, cores, memoryBytes } = inventory
  const system = [operatingSystem, language.startup.kernel(kernel), virtualization ?? '']
  const machine = [cpuModel, language.cores(cores), language.startup.memory(figures.size(memoryBytes))]
  return [system, machine].map((parts) => [parts.map(foreign).filter(Boolean).join(', ')])
}

const connectionLines = (connections: readonly ConnectionTest[], context: Context): Message => {
  const { startup } = context.language
  const nameOf = (name: string): string => startup.connections[name] ?? foreign(name)
  const connected = connections.filter(({ result }) => result.ok).map(({ name }) => nameOf(name))
  return [
    ...(connected.length > 0 ? [[startup.connected(connected.join(', '))]] : []),
    ...connections.flatMap(({ name, result }) =>
      result.ok ? [] : [[`⚠️ ${startup.notConnected(nameOf(name), reasonOf(result.reason, context))}`]],
    ),
  ]
}
