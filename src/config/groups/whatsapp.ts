import { baseUrl } from '../addresses.ts'
import { channelNames } from './other-channels.ts'
import { group } from '../group.ts'
import { recipients } from '../recipients.ts'
import { text, token } from '../texts.ts'
import type { Evolution } from '../types.ts'
import { words } from '../words.ts'

export const whatsapp = group({
  title: { en: 'WhatsApp', pt: 'WhatsApp' },
  variables: {
    EVOLUTION_URL: {
      ...baseUrl('https://evolution.example.com'),
      en: 'Address of the Evolution API. The four of this group are set together, or none of them.',
      pt: 'Endereço da Evolution API. Ou se definem as quatro deste grupo, ou nenhuma.',
    },
    EVOLUTION_TOKEN: {
      ...token(),
      secret: true,
      en: 'API key of the Evolution server or of the instance.',
      pt: 'Chave de API do servidor Evolution ou da instância.',
    },
    EVOLUTION_INSTANCE: {
      ...text({ example: 'vigilo' }),
      en: 'Name of the Evolution instance that sends.',
      pt: 'Nome da instância Evolution que envia.',
    },
    NOTIFY_NUMBER: {
      ...recipients(),
      en: 'Who receives the messages.',
      pt: 'Quem recebe as mensagens.',
    },
    CHANNELS: {
      ...words(channelNames, 'console', {
        en: 'whatsapp where EVOLUTION_URL is set, else console',
        pt: 'whatsapp se EVOLUTION_URL estiver definida, senão console',
      }),
      en: 'Where messages go. With NODE_ENV=production the console must be named to be used.',
      pt: 'Para onde vão as mensagens. Com NODE_ENV=production, o console só é usado se citado aqui.',
    },
  },
  configOf: (values) => {
    const {
      EVOLUTION_URL: url,
      EVOLUTION_TOKEN: token,
      EVOLUTION_INSTANCE: instance,
      NOTIFY_NUMBER: recipients,
    } = values
    const isWhole = url !== undefined && token !== undefined && instance !== undefined && recipients !== undefined
    const evolution: Evolution | null = isWhole ? { url, token, instance, recipients } : null
    return { evolution, channels: values.CHANNELS ?? [evolution === null ? 'console' : 'whatsapp'] }
  },
})
