import { group } from '../group.ts'
import { absolutePath, optionalPath } from '../paths.ts'
import { word } from '../words.ts'

export const system = group({
  title: { en: 'System', pt: 'Sistema' },
  variables: {
    HOST_ROOT: {
      ...absolutePath('/'),
      en: "Where the host's / is mounted, when the agent runs in a container.",
      pt: 'Onde está montado o / do host, quando o agente roda em um container.',
    },
    HEALTH_FILE: {
      ...optionalPath('/tmp/vigilo-health'),
      en: "File that is written at each look at the host, for a health probe. The image's own probe reads it.",
      pt: 'Arquivo escrito a cada verificação do host, para uma sonda de saúde. A sonda da própria imagem o lê.',
    },
    LOG_LEVEL: {
      ...word(
        {
          trace: 'trace',
          debug: 'debug',
          info: 'info',
          warn: 'warn',
          warning: 'warn',
          error: 'error',
          critical: 'error',
        } as const,
        'info',
      ),
      en: 'The least severe log lines that are written.',
      pt: 'As linhas de log menos graves que são escritas.',
    },
    LOG_FORMAT: {
      ...word({ text: 'text', json: 'json' } as const, 'text'),
      en: 'Lines of text, or one JSON object a line.',
      pt: 'Linhas de texto, ou um objeto JSON por linha.',
    },
  },
  configOf: (values) => ({
    hostRoot: values.HOST_ROOT,
    /** Written at each reading of the host; null: none. */
    healthFile: values.HEALTH_FILE ?? null,
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
  }),
})
