import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startApprise } from '../support/apprise-server.ts'
import { startNtfy } from '../support/ntfy-server.ts'
import { startWebhook } from '../support/webhook-server.ts'

const mail = 'mailto://bob:m41l-key@example.com'

test.concurrent.each(['accept', 'fail'])('channels that %s: each on its own, and no key in the log', async (what) => {
  await using ntfy = await startNtfy()
  await using webhook = await startWebhook()
  await using apprise = await startApprise()
  const user = apprise.user
  if (what === 'fail') {
    ntfy.fault = { status: 401, body: { error: ntfy.token } }
    apprise.fault = { status: 500, body: mail }
  }
  await using agent = startAgent({
    environment: {
      CHANNELS: 'ntfy,webhook,apprise,console',
      NTFY_URL: `${ntfy.url}/${ntfy.topic}`,
      NTFY_TOKEN: ntfy.token,
      WEBHOOK_URL: webhook.url,
      WEBHOOK_SECRET: webhook.secret,
      APPRISE_URL: apprise.url.replace('//', `//${user}@`),
      APPRISE_URLS: mail,
      MESSAGE_LANGUAGE: 'en',
      AGENT_NAME: 'vps-01',
      LOG_LEVEL: 'trace',
    },
  })
  const heard = what === 'accept' ? 1 : 0
  await agent.until(() => webhook.bodies.length === 1)
  await agent.until(() => ntfy.messages.length === heard && apprise.messages.length === heard)
  await agent.says(what === 'accept' ? 'apprise: connected' : 'ntfy refuses the key (401): check NTFY_TOKEN')
  expect(webhook.bodies).toMatchObject([{ agent: 'vps-01', kind: 'startup', repeated: false, alerts: [] }])
  agent.signal('SIGTERM')
  await agent.end()

  const output = `${agent.output.stdout}${agent.output.stderr}`
  expect(output).toContain('vps-01: Vigilo')
  const secrets = [ntfy.topic, ntfy.token, webhook.path, webhook.secret, user, 'p4ssw0rd', mail, 'm41l-key']
  expect(secrets.filter((secret) => output.includes(secret))).toEqual([])
})
