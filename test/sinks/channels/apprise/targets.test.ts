import { expect, test } from 'vitest'
import { targetsOf } from '../../../../src/sinks/channels/apprise/targets.ts'

test.each<[string, readonly string[]]>([
  ['tgram://123:t0ken/1/-1002/', ['tgram://123:t0ken/1', 'tgram://123:t0ken/-1002']],
  ['tgram://123:t0ken/1/2?silent=yes', ['tgram://123:t0ken/1?silent=yes', 'tgram://123:t0ken/2?silent=yes']],
  [
    'mailto://bob:k3y@example.com?to=ana@a.org,eve@e.org&name=Vigilo',
    ['mailto://bob:k3y@example.com?name=Vigilo&to=ana@a.org', 'mailto://bob:k3y@example.com?name=Vigilo&to=eve@e.org'],
  ],
  [
    'mailtos://bob:k3y@example.com/ana@a.org?to=eve@e.org%2Czoe@z.org',
    [
      'mailtos://bob:k3y@example.com/ana@a.org',
      'mailtos://bob:k3y@example.com?to=eve@e.org',
      'mailtos://bob:k3y@example.com?to=zoe@z.org',
    ],
  ],
  ['signal://host:8080/5511/5521/5531', ['signal://host:8080/5511/5521', 'signal://host:8080/5511/5531']],
  ['slack://T1/A1/B1/#one/#two', ['slack://T1/A1/B1/#one', 'slack://T1/A1/B1/#two']],
  ['ntfys://ntfy.example.com/one/two', ['ntfys://ntfy.example.com/one', 'ntfys://ntfy.example.com/two']],
])('each target of %s is one', (url, expected) => {
  expect(targetsOf(url)).toEqual(expected)
})

test.each([
  'tgram://123:t0ken/1',
  'mailto://bob:k3y@example.com',
  'mailto://bob:k3y@example.com?to=ana@a.org',
  // Each of them would be copied.
  'mailto://bob:k3y@example.com?to=ana@a.org,eve@e.org&cc=zoe@z.org',
  'discord://1/2',
  'slack://T1/A1/B1/#one',
  'slack://T1/A1/B1',
  'json://198.51.100.1/a/b?to=c,d',
  'nobody://knows/what/these/are',
])('%s stays as it is', (url) => {
  expect(targetsOf(url)).toEqual([url])
})
