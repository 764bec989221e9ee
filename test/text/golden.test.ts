import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config.ts'
import { createText } from '../../src/text/index.ts'
import { plainText } from '../support/plain-text.ts'
import { catchUps } from './catch-up-cases.ts'
import { containerAlerts, hostAlerts, otherAlerts, reports, severalAlerts, startups } from './cases.ts'
import { histories } from './history-cases.ts'

const templates = {
  'host-alerts': hostAlerts,
  'container-alerts': containerAlerts,
  'other-alerts': otherAlerts,
  'several-alerts': severalAlerts,
  history: histories,
  'catch-up': catchUps,
  report: reports,
  startup: startups,
}

const languages: readonly Config['language'][] = ['pt-BR', 'en']

/** After a change that is meant: `npx vitest run test/text -u`, and read the difference aloud. */
describe.each(languages)('what people read in %s', (language) => {
  const say = createText({ language, timeZone: 'America/Sao_Paulo', agentName: 'vps-01' })

  test.each(Object.entries(templates))('%s', async (template, cases) => {
    const sections = Object.entries(cases).map(
      ([title, notification]) => `# ${title}\n\n${plainText(say(notification))}\n`,
    )
    await expect(sections.join('\n\n')).toMatchFileSnapshot(`golden/${language}/${template}.txt`)
  })
})
