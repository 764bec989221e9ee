import { describe, expect, test } from 'vitest'
import type { Reason } from '../../src/model/reason.ts'
import { brazilianReasons } from '../../src/text/pt-br-reasons.ts'
import { inEnglish, reasonWords } from '../../src/text/reason-words.ts'
import { quoted } from '../support/reasons.ts'

const inPortuguese = (reason: Reason | string): string => reasonWords(reason, brazilianReasons)

/** One of each kind of parameters; that each code has its words, the compiler sees. */
const said: readonly (readonly [Reason, string, string])[] = [
  [{ code: 'noAnswer', seconds: 10 }, 'no answer in 10 s', 'sem resposta em 10 s'],
  [{ code: 'noAnswer', seconds: null }, 'no answer', 'sem resposta'],
  [{ code: 'connectionRefused', system: null }, 'connection refused', 'conexão recusada'],
  [
    { code: 'connectionRefused', system: 'ECONNREFUSED' },
    'connection refused (ECONNREFUSED)',
    'conexão recusada (ECONNREFUSED)',
  ],
  [{ code: 'cannotBeRead', path: null, system: 'EIO' }, 'cannot be read (EIO)', 'não foi possível ler (EIO)'],
  [
    { code: 'keyRefused', by: 'webhook', status: 401, check: 'WEBHOOK_SECRET' },
    'the webhook refuses the key (401): check WEBHOOK_SECRET',
    'o webhook recusa a chave (401): confira WEBHOOK_SECRET',
  ],
  [
    { code: 'notThere', by: 'telegram', status: 302, check: null },
    'Telegram is not there (302): check the network',
    'o Telegram não existe nesse endereço (302): confira a rede',
  ],
  [
    { code: 'refusedBefore', by: 'evolution', status: 403, check: 'EVOLUTION_URL' },
    'something before Evolution refuses (403): check EVOLUTION_URL',
    'algo no caminho até a Evolution recusa (403): confira EVOLUTION_URL',
  ],
  [
    { code: 'otherAnswer', by: 'evolution', status: 200, check: 'EVOLUTION_URL' },
    'the answer is not from Evolution (200): check EVOLUTION_URL',
    'a resposta não é da Evolution (200): confira EVOLUTION_URL',
  ],
  [
    { code: 'otherAnswer', by: 'telegram', status: null, check: null },
    'the answer is not from Telegram',
    'a resposta não é do Telegram',
  ],
  [
    { code: 'answered', by: 'webhook', status: 502, check: 'N8N_HEARTBEAT_URL' },
    'the webhook answered 502: check N8N_HEARTBEAT_URL',
    'o webhook respondeu 502: confira N8N_HEARTBEAT_URL',
  ],
]

test.each(said)('%j', (reason, english, portuguese) => {
  expect(inEnglish(reason)).toBe(english)
  expect(inPortuguese(reason)).toBe(portuguese)
})

describe('what somebody else said', () => {
  test('is quoted, in each language', () => {
    expect(inPortuguese(quoted('too much'))).toBe('“too much”')
    expect(inEnglish(quoted('too much'))).toBe('“too much”')
  })

  test('holds no secret and nothing that steers a terminal', () => {
    expect(inPortuguese(quoted('\u001b[31mpassword=hunter22secret'))).toBe('“password=•••”')
  })
})

test('a sentence from before there were codes is shown as it is', () => {
  expect(inPortuguese('the connection was refused (ECONNREFUSED)')).toBe('the connection was refused (ECONNREFUSED)')
})

test('no Portuguese words are those of the English ones', () => {
  for (const [reason, english] of said) expect(inPortuguese(reason)).not.toBe(english)
})
