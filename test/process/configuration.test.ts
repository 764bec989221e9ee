import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { whatsApp } from './environment.ts'

test.concurrent('a bad configuration ends it with 78 and one message of all its problems', async () => {
  await using agent = startAgent({
    environment: {
      MESSAGE_LANGUAGE: 'en',
      EVOLUTION_URL: 'ftp://u53r:p4ss@evolution',
      EVOLUTION_TOKEN: 'a t0ken',
      N8N_HEARTBEAT_URL: 'webhook/p4th',
      CHECK_INTERVAL: '7200',
      LOG_LEVEL: 'l0ud',
    },
  })
  expect(await agent.end()).toBe(78)
  const { stdout, stderr } = agent.output
  expect(stdout).toBe('')
  const names = [...stderr.matchAll(/^ {2}([A-Z]\w+) /gm)].map(([, name]) => name)
  expect(names).toEqual([
    'EVOLUTION_URL',
    'EVOLUTION_TOKEN',
    'EVOLUTION_INSTANCE',
    'NOTIFY_NUMBER',
    'N8N_HEARTBEAT_URL',
    'CHECK_INTERVAL',
    'LOG_LEVEL',
  ])
  expect(stderr).not.toMatch(/u53r|p4ss|t0ken|p4th|7200|l0ud/)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test.concurrent('in production the terminal must be meant', async () => {
  await using agent = startAgent({ environment: { NODE_ENV: 'production', MESSAGE_LANGUAGE: 'en' } })
  expect(await agent.end()).toBe(78)
  expect(agent.output.stderr).toContain('CHANNELS is needed')
})

test.concurrent('a .env that is there and cannot be read is not passed over', async () => {
  using folder = createFolder()
  mkdirSync(join(folder.path, '.env'))
  await using agent = startAgent({ folder: folder.path, environment: { MESSAGE_LANGUAGE: 'en' } })
  expect(await agent.end()).toBe(78)
  expect(agent.output.stderr).toContain(
    '\n  .env is there and cannot be read (EISDIR).\n    Accepted: a file that the agent may read, or none',
  )
})

test.concurrent('each line of .env that sets nothing is told, in the language that another one names', async () => {
  using folder = createFolder()
  folder.write('.env', 'EVOLUTION_URL: https://x\nMESSAGE_LANGUAGE=pt-BR\n\nCHECK_INTERVAL 10\n')
  await using agent = startAgent({ folder: folder.path })
  expect(await agent.end()).toBe(78)
  expect(agent.output.stdout).toBe('')
  expect(agent.output.stderr).toBe(`O Vigilo não pode iniciar: a configuração tem 2 problemas.

  .env (linha 1) tem : no lugar de = depois de EVOLUTION_URL.
    Aceita: NOME=valor, ou um comentário depois de #

  .env (linha 4) não é uma variável.
    Aceita: NOME=valor, ou um comentário depois de #
`)
})

test.concurrent('TZ=:/etc/localtime is the zone of the host', async () => {
  await using agent = startAgent({ environment: { TZ: ':/etc/localtime', MESSAGE_LANGUAGE: 'en' } })
  await agent.says('check #1')
  expect(agent.output.stderr).toBe('')
})

test.concurrent('.env in the working directory is read, and the environment wins', async () => {
  using folder = createFolder()
  folder.write('.env', '\uFEFFAGENT_NAME=of-the-file\nLOG_FORMAT="json" # for a collector\nCPU_TRESHOLD=80\n')
  await using agent = startAgent({ folder: folder.path, environment: { AGENT_NAME: 'of-the-environment' } })
  await agent.says('"part":"main","message":"🚀 Vigilo')
  await agent.says('starts on of-the-environment"}')
  await agent.says('CPU_TRESHOLD is not read by Vigilo: is CPU_THRESHOLD meant?')
})

test.concurrent('a secret is read from the file that NAME_FILE names', async () => {
  await using evolution = await startEvolution()
  using folder = createFolder()
  await using agent = startAgent({
    folder: folder.path,
    environment: {
      ...whatsApp(evolution),
      EVOLUTION_TOKEN: undefined,
      EVOLUTION_TOKEN_FILE: folder.write('token', `${evolution.token}\n`),
    },
  })
  await agent.until(() => evolution.messages.length === 1)
})
