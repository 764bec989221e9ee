import { expect, test } from 'vitest'
import { variables } from '../../src/config.ts'
import { createContext } from '../../src/extensions/create-context.ts'
import { capturedLog } from '../support/captured-log.ts'
import { configOf } from '../support/config.ts'

const secrets = Object.entries(variables).filter(([, variable]) => 'secret' in variable)

const config = configOf({
  EVOLUTION_URL: 'https://evolution.example.com',
  EVOLUTION_INSTANCE: 'vigilo',
  NOTIFY_NUMBER: '5511988887777',
  AGENT_NAME: 'vps-01',
  TELEGRAM_CHAT: '987654321',
  APPRISE_URL: 'http://apprise:8000',
  ...Object.fromEntries(secrets.map(([name, { example }]) => [name, example.replace('the-key', 's3cret')])),
  SERVICES: 'https://us3r:p4ssword@shop.example.com/?key=t0ken',
})

test('no secret of the configuration is in it', () => {
  expect(config.secrets.length).toBeGreaterThanOrEqual(secrets.length)
  const text = JSON.stringify(createContext(config, capturedLog().log))
  expect(text).toContain('vps-01')
  for (const secret of config.secrets) expect(text).not.toContain(secret)
  expect(text).not.toContain('evolution.example.com')
})

test('what it says of the configuration is a copy', () => {
  expect(createContext(config, capturedLog().log).config.watch).not.toBe(config.watch)
})

test('of the configuration it says what is listed here, and nothing that is added to it', () => {
  const more = { ...config, added: 's3cret-of-another-kind' }
  expect(Object.keys(createContext(more, capturedLog().log).config).toSorted()).toEqual([
    'agentName',
    'checkInterval',
    'containerThresholds',
    'disks',
    'hostRoot',
    'language',
    'limits',
    'timeZone',
    'watch',
  ])
})

test('it has the variables of extensions, and finds what is of the host', () => {
  const set = configOf({ EXTENSION_HOURS: '26', HOST_ROOT: '/host' })
  const { settings, hostFile } = createContext(set, capturedLog().log)
  expect(settings).toEqual({ EXTENSION_HOURS: '26' })
  expect(settings).not.toBe(set.extensions.settings)
  expect(hostFile('proc/net/tcp')).toBe('/host/proc/1/net/tcp')
})
