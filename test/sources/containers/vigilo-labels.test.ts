import { describe, expect, test } from 'vitest'
import { parseVigiloLabels } from '../../../src/sources/containers/vigilo-labels.ts'

const nothingSaid = { enable: null, name: null, cpu: null, ram: null, problems: [] }

test('labels of others are none of ours', () => {
  expect(parseVigiloLabels({ 'com.docker.compose.project': 'shop', 'vigilo-name': 'x', vigilo: 'y' })).toBeNull()
})

describe('what is valid', () => {
  test.each([
    ['vigilo.enable', 'true', { enable: true }],
    ['vigilo.enable', ' False ', { enable: false }],
    ['vigilo.name', ' Shop database ', { name: 'Shop database' }],
    ['vigilo.cpu', '150', { cpu: 150 }],
    ['vigilo.cpu', 'off', { cpu: 'off' }],
    ['vigilo.ram', '80', { ram: 80 }],
    ['vigilo.ram', '82.5%', { ram: 82.5 }],
    ['vigilo.ram', 'OFF', { ram: 'off' }],
  ])('%s=%s', (label, value, said) => {
    expect(parseVigiloLabels({ [label]: value })).toEqual({ ...nothingSaid, ...said })
  })
})

describe('what is not valid says nothing and is a problem', () => {
  test.each([
    ['vigilo.enable', 'yes, please'],
    ['vigilo.name', ' '],
    ['vigilo.name', 'x'.repeat(101)],
    ['vigilo.cpu', '0'],
    ['vigilo.cpu', '-5'],
    ['vigilo.ram', '101'],
    ['vigilo.ram', 'ninety'],
    ['vigilo.ram', ''],
  ])('%s=%s', (label, value) => {
    expect(parseVigiloLabels({ [label]: value })).toEqual({ ...nothingSaid, problems: [{ label, reason: 'invalid' }] })
  })

  test('one that nobody knows, beside one that is fine', () => {
    expect(parseVigiloLabels({ 'vigilo.rma': '80', 'vigilo.ram': '80' })).toEqual({
      ...nothingSaid,
      ram: 80,
      problems: [{ label: 'vigilo.rma', reason: 'unknown' }],
    })
  })

  test('at most five are told', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`vigilo.x${index}`, '1']))
    expect(parseVigiloLabels(many)?.problems).toHaveLength(5)
  })
})
