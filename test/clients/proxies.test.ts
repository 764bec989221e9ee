import { describe, expect, test } from 'vitest'
import { proxyOf } from '../../src/clients/proxies.ts'

const proxies = { http: 'http://plain.test:3128/', https: 'http://secure.test:3128/', none: [] }

test('each scheme has its own', () => {
  expect(proxyOf(proxies, new URL('http://a.test/'))?.host).toBe('plain.test:3128')
  expect(proxyOf(proxies, new URL('https://a.test/'))?.host).toBe('secure.test:3128')
  expect(proxyOf({ ...proxies, https: null }, new URL('https://a.test/'))).toBeNull()
})

describe('NO_PROXY', () => {
  test.each([
    ['*', 'https://a.test/', true],
    ['a.test', 'https://a.test/', true],
    ['A.Test', 'https://a.test/', true],
    ['a.test', 'https://sub.a.test/', true],
    ['a.test', 'https://data.test/', false],
    ['.a.test', 'https://sub.a.test/', true],
    ['*.a.test', 'https://sub.a.test/', true],
    ['a.test:8443', 'https://a.test:8443/', true],
    ['a.test:8443', 'https://a.test/', false],
    ['a.test:443', 'https://a.test/', true],
    ['evolution', 'http://evolution:8080/', true],
    ['10.0.0.1', 'http://10.0.0.1:8080/', true],
    ['10.0.0.0/8', 'http://10.1.2.3/', true],
    ['10.0.0.0/8', 'http://11.1.2.3/', false],
    ['10.0.0.0/99', 'http://10.1.2.3/', false],
    ['::1', 'http://[::1]:80/', true],
    ['[::1]:8080', 'http://[::1]:8080/', true],
    ['[::1]:8080', 'http://[::1]:8081/', false],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['0.0.1', 'http://10.0.0.1/', false],
    ['', 'http://a.test/', false],
  ])('%s: %s', (one, url, isMeant) => {
    expect(proxyOf({ ...proxies, none: [one] }, new URL(url)) === null).toBe(isMeant)
  })
})
