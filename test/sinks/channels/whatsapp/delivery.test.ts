import { from, lastValueFrom, of, takeWhile, tap, toArray, type Observable } from 'rxjs'
import { expect, test } from 'vitest'
import type { Delivery } from '../../../../src/model/delivery.ts'
import type { Notification } from '../../../../src/model/notification.ts'
import { deliver } from '../../../../src/sinks/deliver.ts'
import { createWhatsApp } from '../../../../src/sinks/channels/whatsapp.ts'
import { capturedLog } from '../../../support/captured-log.ts'
import { startEvolution, type EvolutionServer } from '../../../support/evolution-server.ts'
import type { Fault } from '../../../support/faulty-server.ts'
import { firing, reminder, report, resolved, told } from '../../../support/notifications.ts'

const recipients = ['5511988887777', '120363041234567890@g.us']

const overWhatsApp = ({ url, token, instance }: EvolutionServer) => {
  const { log, lines } = capturedLog()
  const channel = createWhatsApp({
    evolution: { url, token, instance, recipients },
    text: (notification) => [[notification.kind], [`${notification.at}`]],
    repeated: 'repetida',
    log,
  })
  const backoff = { first: 20, max: 40 }
  return { lines, operator: deliver({ channel, log, random: () => 0.5, backoff, pause: 0 }) }
}

const all = (delivery$: Observable<Delivery>): Promise<readonly Delivery[]> =>
  lastValueFrom(delivery$.pipe(toArray()), { defaultValue: [] })

test('a server that was down hears all, in order and once', async () => {
  await using evolution = await startEvolution()
  const { operator, lines } = overWhatsApp(evolution)
  const notifications = [report, told(firing('db')), told(resolved('db')), told(reminder('api'))].map(
    (notification, at): Notification => ({ ...notification, at }),
  )
  await evolution.close()
  let attempts = 0
  const deliveries = await all(
    from(notifications).pipe(
      operator,
      tap(({ outcome }) => {
        if (outcome === 'retrying' && ++attempts === 4) void evolution.open()
      }),
    ),
  )
  const texts = (number: string) => evolution.messages.filter((one) => one.number === number).map(({ text }) => text)
  for (const number of recipients) expect(texts(number)).toEqual(['alerts\n1', 'report\n0', 'alerts\n2', 'alerts\n3'])
  expect(deliveries.filter(({ outcome }) => outcome === 'sent')).toHaveLength(8)
  expect(lines.filter((line) => line.startsWith('warn'))).toHaveLength(2)
})

test.each<[string, Fault | null, EvolutionServer['state']]>([
  ['nothing', null, 'open'],
  ['a reset', 'reset', 'open'],
  ['a lost answer', 'lost-answer', 'open'],
  ['a wrong key', { status: 401, body: { response: { message: 'Unauthorized' } } }, 'open'],
  [
    'an unknown instance',
    { status: 404, body: { response: { message: ['The "vigilo" instance does not exist'] } } },
    'open',
  ],
  ['too many', { status: 429 }, 'open'],
  ['too large', { status: 413 }, 'open'],
  ['a stranger', { status: 400, body: { response: { message: [{ exists: false, number: recipients[0] }] } } }, 'open'],
  ['a body that repeats the request', { status: 500, body: { response: { message: recipients } } }, 'open'],
  ['a disconnection', null, 'close'],
  ['a first connection', null, 'absent'],
])('no log line and no reason holds a secret: %s', async (_, fault, state) => {
  await using evolution = await startEvolution({ fault, state })
  const { operator, lines } = overWhatsApp(evolution)
  const deliveries = await all(
    of<Notification>(told(firing('db'))).pipe(
      operator,
      takeWhile(({ outcome }) => outcome === 'queued', true),
    ),
  )
  const said = [...lines, ...deliveries.map((delivery) => ('reason' in delivery ? delivery.reason : ''))]
  expect(said.filter((line) => line !== '')).not.toEqual([])
  const secrets = [evolution.token, evolution.url, evolution.instance, 'sendText', 'alerts', ...recipients]
  for (const secret of secrets) expect(said.filter((line) => line.includes(secret))).toEqual([])
})
