import type { Message } from '../model/message.ts'
import type { Disk, HostReading } from '../model/reading.ts'
import { capitalize, reasonOf, type Context } from './context.ts'
import { foreign } from './foreign.ts'

/** From which percentage on a figure says something. */
const worthSaying = { swap: 10, inodes: 80, pressure: 10 } as const

const barLength = 10

/** The host's figures, a line each. */
export const hostLines = (host: HostReading, context: Context): Message => {
  const { language, figures } = context
  const { cpu, memory, disks, processes, uptimeSeconds } = host
  const uptime = figures.duration(uptimeSeconds * 1_000)
  return [
    [`CPU ${gauge(cpu.percent, context)}, ${loadOf(host, context)}`],
    [[`RAM ${gauge(memory.percent, context)}`, figures.usage(memory), ...swapOf(host, context)].join(', ')],
    ...disks.map((disk) => [diskLine(disk, context)]),
    ...pressureLines(host, context),
    [
      [
        ...(uptime === '' ? [] : [language.report.uptime(uptime)]),
        ...(processes ? [language.report.processCount(processes.count)] : []),
      ].join(', '),
    ],
  ]
}

export const loadOf = ({ load, cpu }: HostReading, { language, figures }: Context): string =>
  language.load(figures.number(load[0]), cpu.perCore.length)

export const swapOf = ({ swap }: HostReading, { language, figures }: Context): readonly string[] =>
  swap && swap.percent >= worthSaying.swap ? [language.swap(figures.percent(swap.percent))] : []

export const inodesOf = (
  { inodesPercent }: { readonly inodesPercent: number | null },
  { language, figures }: Context,
): readonly string[] =>
  inodesPercent !== null && inodesPercent >= worthSaying.inodes ? [language.inodes(figures.percent(inodesPercent))] : []

const diskLine = (disk: Disk, context: Context): string => {
  const { language, figures } = context
  const isEngines = 'percent' in disk && disk.seenFrom === 'engine'
  const label = isEngines ? language.engineDisk : language.disk(foreign(disk.mount))
  if ('unavailable' in disk) return language.report.unseen(label, reasonOf(disk.unavailable, context))
  return [
    `${capitalize(label, context)} ${gauge(disk.percent, context)}`,
    figures.usage(disk),
    ...inodesOf(disk, context),
  ].join(', ')
}

const pressureLines = ({ pressure }: HostReading, { language, figures }: Context): Message => {
  if (pressure === null) return []
  const { resources, waiting } = language.report
  const waits = (['cpu', 'memory', 'io'] as const)
    .filter((resource) => pressure[resource] >= worthSaying.pressure)
    .map((resource) => `${resources[resource]} ${figures.percent(pressure[resource])}`)
  return waits.length > 0 ? [[waiting(waits.join(', '))]] : []
}

/** `▰▰▰▱▱▱▱▱▱▱ 31%` */
const gauge = (percent: number, { figures }: Context): string => {
  const filled = Math.min(barLength, Math.max(0, Math.round((percent / 100) * barLength)))
  return `${'▰'.repeat(filled)}${'▱'.repeat(barLength - filled)} ${figures.percent(percent)}`
}
