import { outboxOf } from './support/outbox.ts'
import { NEVER, of } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import type { Config } from '../src/config.ts'
import type { Channel } from '../src/model/channel.ts'
import { createText } from '../src/text/index.ts'
import { configOf } from './support/config.ts'
import { createDay, sourcesOf } from './support/day.ts'
import { partsOf } from './support/parts.ts'
import { plainText } from './support/plain-text.ts'
import { day } from './support/samples.ts'

const languages: readonly Config['language'][] = ['pt-BR', 'en']

/** All that is told on the day that a number makes, as people read it. */
const tellDay = (seed: number, language: Config['language']): readonly string[] => {
  const told: string[] = []
  const config = configOf({ TZ: 'UTC', QUIET_HOURS: '22:00-07:00', AGENT_NAME: 'vps-01', MESSAGE_LANGUAGE: language })
  const text = createText(config)
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const channel: Channel = {
      name: 'gathered',
      recipients: ['owner'],
      host: null,
      pace: null,
      render: (notification) => [plainText(text(notification))],
      send: (message) => {
        told.push(`[${new Date(scheduler.now()).toISOString().slice(11, 19)}]\n${message}`)
        return of({ kind: 'sent', messageId: null })
      },
      test: () => NEVER,
    }
    const subscription = createApp(
      partsOf({
        config,
        sources: sourcesOf(createDay(seed), scheduler),
        outbox: outboxOf(channel),
        logLines: () => of(['Error: cannot connect to queue']),
      }),
    ).subscribe({ error: (error: unknown) => told.push(String(error)) })
    scheduler.schedule(() => subscription.unsubscribe(), day)
    scheduler.maxFrames = day
  })
  return told
}

/** After a change that is meant: `npx vitest run test/day.test.ts -u`, and read it as somebody who is woken by it. */
test.each(languages)('a day on which much goes wrong reads well in %s', async (language) => {
  const told = tellDay(7, language)
  await expect(`${told.join('\n\n')}\n`).toMatchFileSnapshot(`golden/day.${language}.txt`)
})
