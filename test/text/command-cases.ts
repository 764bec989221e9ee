import type { MuteReason } from '../../src/model/mute.ts'
import type { ListedMessage } from '../../src/sinks/outbox/listing.ts'
import type {
  ChannelStatus,
  EndedAlerts,
  MessageRecord,
  SilenceStatus,
  Status,
  TroubleStatus,
  Untold,
  Why,
} from '../../src/model/status.ts'
import * as sample from '../support/samples.ts'
import { probed } from '../support/services-seen.ts'
import { blindness, cpu, crash, disk } from './about.ts'

const { sampleTime: at, minute, hour, day } = sample

const mute = (reason: Untold['reason'], by: string | null = null, until: number | null = null): Untold => ({
  reason,
  by,
  until,
})

const trouble = (given: Partial<TroubleStatus> = {}): TroubleStatus => ({
  life: sample.firingLife(cpu, { lasted: 12 * minute }),
  toldAt: at - 12 * minute,
  untold: null,
  mutes: [],
  ...given,
})

const untold = (reason: MuteReason | 'unseen' | 'awaited', by?: string, until?: number): TroubleStatus =>
  trouble({
    life: sample.firingLife(crash, { lasted: 2 * minute }),
    toldAt: null,
    untold: mute(reason, by ?? null, until ?? null),
  })

const silence = (given: Partial<SilenceStatus> = {}): SilenceStatus => ({
  id: '3',
  type: '*',
  subject: 'db',
  at: at - hour,
  until: at + 90 * minute,
  times: [],
  by: 'ana',
  reason: '',
  holdsUntil: at + 90 * minute,
  troubles: 0,
  ...given,
})

const silences: readonly SilenceStatus[] = [
  silence({ troubles: 1, reason: 'the move' }),
  silence({
    id: '4',
    type: 'CPU_CRITICAL',
    subject: 'host',
    at: at - 2 * day,
    until: null,
    times: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 2 * 60, to: 4 * 60 }],
    holdsUntil: null,
  }),
  silence({
    id: '5',
    type: 'CONTAINER_*',
    subject: '*',
    until: null,
    times: [{ days: [0, 1, 2, 3, 4], from: 22 * 60, to: 6 * 60 }],
    holdsUntil: at + hour,
    troubles: 2,
  }),
  silence({ id: '6', subject: '*', at: at - 13 * hour, until: at + day }),
]

const channel = (given: Partial<ChannelStatus>): ChannelStatus => ({
  channel: 'whatsapp',
  recipient: '…7777',
  outcome: 'sent',
  at: at - 12 * minute,
  reason: null,
  ...given,
})

const channels: readonly ChannelStatus[] = [
  channel({}),
  channel({ recipient: '…6666', outcome: 'refused', reason: { code: 'notOnWhatsApp', number: '…6666' } }),
  channel({
    channel: 'ntfy',
    recipient: 'ntfy',
    outcome: 'retrying',
    at: at - day,
    reason: { code: 'keyRefused', by: 'ntfy', status: 403, check: 'NTFY_TOKEN' },
  }),
  channel({ channel: 'heartbeat', recipient: '', outcome: 'refused', reason: { code: 'workflowFailed' } }),
  channel({ channel: 'telegram', recipient: '-1001', outcome: 'dropped', reason: 'the connection was refused' }),
]

const moment = { at, agentName: 'vps-01', startedAt: at - 6 * hour }

const status = (given: Partial<Status>): Status => ({
  ...moment,
  troubles: [],
  silences: [],
  channels: [channel({})],
  outbox: { queued: 0, oldestQueuedAt: null, refused: 0 },
  nextReportAt: at + 90 * minute,
  ...given,
})

export const statuses: Readonly<Record<string, Status>> = {
  'nothing fires': status({}),
  'what fires, and what was told of it': status({
    troubles: [
      trouble(),
      trouble({
        life: sample.unstableLife(disk, 'firing', 13, { startsAt: at - 2 * day }),
        toldAt: at - day,
        untold: mute('budget', null, at + 4 * minute),
        mutes: [mute('acknowledged', null, at + hour)],
      }),
      trouble({
        life: sample.firingLife(blindness, { lasted: hour, severity: 'warning' }),
        toldAt: null,
        untold: mute('quiet', null, at + 16 * hour),
      }),
    ],
    silences,
    channels,
    outbox: { queued: 3, oldestQueuedAt: at - 7 * minute, refused: 1 },
  }),
  'why nothing is told yet': status({
    troubles: [
      untold('starting'),
      untold('inhibited', 'DOCKER_CONNECTION_ERROR docker'),
      untold('inhibited'),
      untold('silenced', '3', at + hour),
      untold('acknowledged', undefined, at + hour),
      untold('quiet', undefined, at + 16 * hour),
      untold('budget', undefined, at + 4 * minute),
      untold('grouped'),
      untold('unwritten'),
      untold('unseen'),
      untold('awaited'),
    ],
  }),
  'no agent runs': { ...status({ nextReportAt: null }), startedAt: null },
}

const ended: EndedAlerts['ended'] = [
  { life: sample.endedLife(crash), firstToldAt: at - 130 * sample.second, endToldAt: at, mutedBy: null },
  {
    life: sample.endedLife(disk, { lasted: 2 * day, endsAt: at - day, state: 'removed' }),
    firstToldAt: at - 2 * day,
    endToldAt: null,
    mutedBy: null,
  },
  {
    life: sample.endedLife(cpu, { severity: 'warning' }),
    firstToldAt: null,
    endToldAt: null,
    mutedBy: 'silenced',
  },
  { life: sample.endedLife(cpu), firstToldAt: null, endToldAt: null, mutedBy: null },
]

const about = (word: MessageRecord['words'][number]['word']): MessageRecord['words'][number] => ({
  word,
  type: 'CONTAINER_NOT_RUNNING',
  fingerprint: '',
})

const message = (given: Partial<MessageRecord>): MessageRecord => ({
  at: at - hour,
  kind: 'alerts',
  words: [about('firing')],
  deliveries: [channel({ at: at - hour })],
  ...given,
})

const why = (given: Partial<Why>): Why => ({
  ...moment,
  subject: 'db',
  troubles: [],
  ended: [],
  messages: [],
  silences: [],
  sight: null,
  ...given,
})

export const whys: Readonly<Record<string, Why>> = {
  'nothing is known': why({ subject: 'nobody' }),
  'a container': why({
    sight: {
      kind: 'container',
      at,
      container: sample.sampleContainer({
        health: 'healthy',
        usage: { cpuPercent: 4.2, memoryBytes: 310 * 1024 * 1024 },
      }),
    },
    troubles: [untold('silenced', '3', at + 90 * minute)],
    silences: [silence()],
    ended,
    messages: [
      message({ words: [about('firing'), about('escalated')], deliveries: channels }),
      message({ at: at - day, kind: 'startup', words: [about('reminder')] }),
      message({ kind: 'report', words: [about('unstable'), about('settled'), about('happened')] }),
      message({
        words: [about('resolved'), about('removed'), about('over')],
        deliveries: [
          channel({ outcome: 'queued' }),
          channel({ outcome: 'sending' }),
          channel({ outcome: 'passed' }),
          channel({ outcome: 'dropped' }),
        ],
      }),
    ],
  }),
  'a service that answers': why({
    subject: 'shop',
    sight: { kind: 'service', at: at - day, service: probed('shop') },
  }),
  'a service that does not': why({
    subject: 'shop',
    sight: {
      kind: 'service',
      at,
      service: probed('shop', { failure: 'refused' }),
    },
  }),
  'a disk': why({ subject: '/', sight: { kind: 'disk', at, disk: sample.sampleDisk() } }),
  'a disk that hangs': why({
    subject: '/mnt/nas',
    sight: { kind: 'disk', at, disk: { mount: '/mnt/nas', unavailable: { code: 'noAnswer', seconds: null } } },
  }),
  'the host': why({ subject: 'host', sight: { kind: 'host', at, host: sample.sampleHost() } }),
}

export const endedAlerts: Readonly<Record<string, EndedAlerts>> = {
  'what has ended': { ...moment, since: at - day, ended },
  'nothing has': { ...moment, since: at - 7 * day, ended: [] },
}

export const silenceLists: Readonly<Record<string, readonly SilenceStatus[]>> = { 'some of each kind': silences }

const listed = (given: Partial<ListedMessage>): ListedMessage => ({
  id: 1,
  state: 'queued',
  channel: 'whatsapp',
  recipient: '…7777',
  kind: 'alerts',
  alerts: ['CONTAINER_NOT_RUNNING db'],
  queuedAt: at - 5 * minute,
  changedAt: at - minute,
  nextAt: null,
  failedAttempts: 0,
  repeated: false,
  reason: null,
  messageId: null,
  within: null,
  ...given,
})

export const outboxes: Readonly<Record<string, readonly ListedMessage[]>> = {
  'nothing waits': [listed({ state: 'sent' })],
  'a message in each state': [
    listed({ queuedAt: at }),
    listed({ id: 2, state: 'sending', kind: 'startup', alerts: [], repeated: true }),
    listed({
      id: 3,
      state: 'retrying',
      kind: 'report',
      alerts: [],
      failedAttempts: 1,
      nextAt: at + 40_000,
      reason: { code: 'connectionRefused', system: 'ECONNREFUSED' },
    }),
    listed({
      id: 4,
      state: 'retrying',
      kind: 'fallback',
      alerts: [],
      failedAttempts: 3,
      reason: { code: 'interrupted' },
    }),
    listed({
      id: 5,
      state: 'refused',
      alerts: ['CPU_CRITICAL host', 'RAM_CRITICAL host', 'DISK_CRITICAL /'],
      reason: { code: 'notOnWhatsApp', number: '…7777' },
    }),
    listed({ id: 6, kind: 'catch-up', alerts: [] }),
    listed({ id: 7, within: 6, reason: 'written by an older version' }),
    listed({ id: 8, state: 'sent' }),
  ],
}
