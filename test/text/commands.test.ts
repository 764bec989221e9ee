import { describe, expect, test } from 'vitest'
import { linesOf, bad, odd, well, type Finding } from '../../src/cli/doctor/finding.ts'
import { outboxLines } from '../../src/cli/outbox.ts'
import type { Config } from '../../src/config.ts'
import type { Reason } from '../../src/model/reason.ts'
import { createCommandText, type CommandText } from '../../src/text/command-words.ts'
import { commandText } from '../../src/text/commands.ts'
import { aboutOf, silenceLine, whenOf } from '../../src/text/silence-lines.ts'
import { statusLines } from '../../src/text/status-lines.ts'
import { endedLines, whyLines } from '../../src/text/why-lines.ts'
import { sampleTime as at } from '../support/samples.ts'
import { endedAlerts, outboxes, silenceLists, statuses, whys } from './command-cases.ts'

const languages: readonly Config['language'][] = ['pt-BR', 'en']
const timeZone = 'America/Sao_Paulo'

type Sections = Readonly<Record<string, readonly string[]>>

const each = <T>(cases: Readonly<Record<string, T>>, say: (one: T) => readonly string[]): Sections =>
  Object.fromEntries(Object.entries(cases).map(([title, one]) => [title, say(one)]))

/** After a change that is meant: `npx vitest run test/text -u`, and read the difference aloud. */
describe.each(languages)('what the commands say in %s', (language) => {
  const owner = commandText({ language, timeZone, agentName: 'vps-01' }, at)
  const text = createCommandText({ language, timeZone })
  const { commands } = owner
  const [known] = silenceLists['some of each kind'] ?? []
  const orders: Sections =
    known === undefined
      ? {}
      : {
          silence: [commands.silenced(known.id, aboutOf(known, owner), whenOf(known, owner))],
          'what matches nothing': [commands.matchesNothing(aboutOf(known, owner))],
          unsilence: [commands.unsilenced(known.id, aboutOf(known, owner)), commands.noSuchSilence('7')],
          'what could not be done': [
            `${commands.failures['not written']}: ${text.reason({ code: 'diskFull' })}`,
            `${commands.failures['not read']}: ${text.reason({ code: 'databaseLocked' })}`,
          ],
          'without an agent': [...Object.values(commands.withoutAgent), commands.nothingWritten, commands.needsAgent],
          'nothing is silenced': [commands.noSilences],
        }

  test.each<readonly [string, Sections]>([
    ['status', each(statuses, (status) => statusLines(status, owner))],
    ['why', each(whys, (why) => whyLines(why, owner))],
    ['alerts', each(endedAlerts, (alerts) => endedLines(alerts, owner))],
    ['silences', { ...each(silenceLists, (all) => all.map((one) => silenceLine(one, owner))), ...orders }],
    ['outbox', { ...each(outboxes, (messages) => outboxLines(messages, { text, now: () => at })), ...answers(text) }],
    ['doctor', findings(text)],
    ['usage', usage(text)],
  ])('%s', async (name, sections) => {
    const all = Object.entries(sections).map(([title, lines]) => `# ${title}\n\n${lines.join('\n')}\n`)
    await expect(all.join('\n\n')).toMatchFileSnapshot(`golden/${language}/command-${name}.txt`)
  })
})

const answers = ({ words: { outbox, test: tested }, reason }: CommandText): Sections => ({
  'retry and drop': [
    outbox.waits(1),
    outbox.dropped(1),
    ...Object.values(outbox.hindrances).map((say) => say(1)),
    outbox.toldBy(1, 6),
  ],
  'no outbox': [outbox.none, outbox.cannotBeOpened(reason({ code: 'databaseCorrupt' }))],
  'a test': [tested.accepted('3EB0'), tested.accepted(''), tested.noChannel('ntfy', 'whatsapp, telegram')],
})

const usage = ({ words }: CommandText): Sections => ({
  usage: [words.usage],
  'what is no command': [
    words.unknownCommand('stauts', `"status" ${words.or} "start"`),
    words.unknownCommand('x', ''),
    words.unknownWords('silence db'),
  ],
})

/** Each finding that there may be. */
const findings = ({ words: { doctor }, reason }: CommandText): Sections => {
  const { configuration, engine, service, host, extension, folder, outbox, agent, clock } = doctor
  const all = (found: readonly Finding[]): readonly string[] => found.flatMap(linesOf)
  const refused: Reason = { code: 'connectionRefused', system: null }
  const why = reason({ code: 'answered', by: 'evolution', status: 500, check: null })
  const path = '/var/lib/vigilo'
  const state = outbox.state({ waiting: 2, oldest: '5 min', refused: 1 })
  const settings = Object.entries(doctor.settings).map(([name, where = '']) =>
    bad(doctor.notConnected(name, reason(refused), where)),
  )
  return {
    configuration: all([well(configuration.valid), odd(configuration.warning('…'))]),
    connections: all([
      well(doctor.connected('whatsapp')),
      ...settings,
      well(doctor.console),
      well(doctor.webhook),
      well(doctor.ping),
      odd(doctor.noHeartbeat),
    ]),
    Docker: all([
      bad({ what: `docker: ${reason({ code: 'noSocket', path: '/var/run/docker.sock' })}`, advice: engine.absent }),
      bad({ what: `docker: ${reason({ code: 'socketForbidden' })}`, advice: engine.forbidden }),
      bad({ what: `docker: ${reason({ code: 'engineStatus', status: 500 })}`, advice: engine.other }),
    ]),
    services: all([well(service.well('shop')), bad(service.failed('shop', reason(refused)))]),
    host: all([
      bad(host.notMounted),
      bad(host.unseen(reason({ code: 'cannotBeRead', path: '/proc/stat', system: 'EACCES' }))),
      well(host.seen('6%', '3%')),
      well(host.disk('/', '31%')),
      bad(host.silentDisk('/mnt/nas')),
    ]),
    extensions: all([well(extension.loaded('memory')), bad(extension.failed('memory.ts:3: …'))]),
    'data folder': all([
      bad(folder.fault(path, reason({ code: 'folderNotWritable' }))),
      well(folder.canBeWritten(path)),
      well(folder.isVolume(path)),
      bad(folder.isLost(path)),
      bad(folder.isInMemory(path)),
      well(folder.room('70 GB')),
      bad({ what: folder.room('12 MB'), advice: folder.makeRoom }),
    ]),
    outbox: all([
      well(outbox.none),
      well(outbox.state({ waiting: 1, oldest: outbox.lessThanASecond, refused: 0 })),
      odd({ what: state, advice: outbox.seeRefused }),
      ...['sent', 'retrying', 'refused'].map((outcome) =>
        odd({
          what: outbox.last({ address: 'whatsapp (…7777)', outcome, ago: '5 min', why: outcome === 'sent' ? '' : why }),
          advice: outbox.lastAdvice,
        }),
      ),
      odd(outbox.moved('-42', '-1001234567890')),
      odd(outbox.older(state)),
      odd(outbox.older('')),
      bad(outbox.newer),
      bad(outbox.fault(reason({ code: 'databaseCorrupt' }))),
    ]),
    agent: all([well(agent.runs({ pid: 1, host: 'vm', since: '09:34' })), well(agent.runs(null)), odd(agent.none)]),
    clock: all([
      well(clock.notCompared),
      well(clock.right),
      bad(clock.off('1 h', true)),
      bad(clock.off('1 h', false)),
      well(clock.zone('America/Sao_Paulo', '14:30:07')),
      odd({ what: clock.zone('UTC', '17:30:07'), advice: clock.zoneAdvice }),
    ]),
  }
}
