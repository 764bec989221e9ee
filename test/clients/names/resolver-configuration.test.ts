import { describe, expect, test } from 'vitest'
import { candidatesOf, parseResolverConfiguration } from '../../../src/clients/names/resolver-configuration.ts'

const parse = (text: string, hostName = 'vps-01') => parseResolverConfiguration(text, hostName)

describe('resolv.conf', () => {
  test('names up to three servers of either family; what is no address is none', () => {
    const text = '; by hand\nnameserver 192.0.2.1 # one\nnameserver fe80::1%eth0\nnameserver ns.test\n'
    expect(parse(text).servers).toEqual(['192.0.2.1', 'fe80::1%eth0'])
    expect(parse('nameserver 192.0.2.1\n'.repeat(5)).servers).toHaveLength(3)
  })

  test('asks this host where it names none', () => {
    expect(parse('').servers).toEqual(['127.0.0.1'])
  })

  test('of search and domain the last holds; else the domain of the host itself', () => {
    expect(parse('search a.test b.test\ndomain c.test\n').search).toEqual(['c.test'])
    expect(parse('domain c.test\nsearch a.test b.test.\n').search).toEqual(['a.test', 'b.test'])
    expect(parse('search .\n', 'vps.example.com').search).toEqual([])
    expect(parse('', 'vps.example.com').search).toEqual(['example.com'])
    expect(parse('').search).toEqual([])
  })

  test('says how many dots are enough, fifteen at most', () => {
    expect(parse('').ndots).toBe(1)
    expect(parse('options edns0 ndots:0\n').ndots).toBe(0)
    expect(parse('options ndots:5 timeout:2\noptions rotate\n').ndots).toBe(5)
    expect(parse('options ndots:99\n').ndots).toBe(15)
  })
})

test.each([
  ['db', 1, ['db.a.test', 'db']],
  ['db', 0, ['db', 'db.a.test']],
  ['api.example.com', 1, ['api.example.com', 'api.example.com.a.test']],
  ['api.example.com', 5, ['api.example.com.a.test', 'api.example.com']],
  ['db.', 1, ['db']],
])('%s with ndots:%i', (name, ndots, expected) => {
  expect(candidatesOf(name, { search: ['a.test'], ndots })).toEqual(expected)
})
